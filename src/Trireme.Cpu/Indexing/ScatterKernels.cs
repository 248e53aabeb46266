using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class ScatterKernel : NumericKernel<ScatterOp>
{
    protected override void Run<T>(ScatterOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), updates = k.In<T>("Updates"), y = k.Out<T>("Out");
        int[] rows = Blocks.Positions(k, "Ids", x.Shape[0], 0);
        int width = (int)x.Shape[1..].Numel;
        Blocks.CopyWhole(x, y);
        if (op.Overwrite)
        {
            Blocks.Write(updates.Pointer, y.Pointer, rows, width);
            return;
        }
        Blocks.Clear(y.Pointer, rows, width);
        Blocks.Add(updates.Pointer, y.Pointer, rows, width);
    }
}

internal sealed unsafe class IndexAddKernel : NumericKernel<IndexAddOp>
{
    protected override void Run<T>(IndexAddOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), value = k.In<T>("AddValue"), y = k.Out<T>("Out");
        (int outer, int length, int inner) = x.Split(op.Axis);
        int[] positions = Blocks.Positions(k, "Index", length, op.Axis < 0 ? op.Axis + x.Shape.Rank : op.Axis);
        Blocks.CopyWhole(x, y);
        Blocks.AddAlong(value.Pointer, y.Pointer, positions, outer, length, inner);
    }
}

internal sealed unsafe class IndexPutKernel : NumericKernel<IndexPutOp>
{
    protected override void Run<T>(IndexPutOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("x"), value = k.In<T>("value"), y = k.Out<T>("out");
        int depth = k.Count("indices");
        int[] positions = Blocks.Positions(k, "indices", x.Shape[0], 0);
        for (int d = 1; d < depth; d++)
        {
            int length = x.Shape[d];
            int[] next = Blocks.Positions(k, "indices", length, d, d);
            for (int i = 0; i < positions.Length; i++)
                positions[i] = (positions[i] * length) + next[i];
        }
        int block = (int)x.Shape[depth..].Numel;
        Blocks.CopyWhole(x, y);
        Shape place = (int[])[.. k.InMeta("indices").Shape.AsSpan(), .. x.Shape[depth..].AsSpan()];
        if (value.Shape.Numel != place.Numel)
        {
            Tensor stretched = Tensor.Allocate(place, k.InMeta("value").DType);
            Span<T> room = stretched.Span<T>();
            fixed (T* target = room)
            {
                StridedPart part = new ExpandV2Op(place).Part(value.Shape);
                StridedCopy.Run(value.Pointer, target, part.Shape.AsSpan(), part.Strides.AsSpan(), StridedPart.Whole(place).Strides.AsSpan());
                Put(op, target, y.Pointer, positions, block);
            }
            stretched.Dispose();
            return;
        }
        Put(op, value.Pointer, y.Pointer, positions, block);
    }

    private static void Put<T>(IndexPutOp op, T* source, T* target, int[] positions, int block)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        if (op.Accumulate)
            Blocks.Add(source, target, positions, block);
        else
            Blocks.Write(source, target, positions, block);
    }
}

internal sealed unsafe class SetValueKernel : BytesKernel<SetValueOp>
{
    protected override void Run<T>(SetValueOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Input"), value = k.In<T>("ValueTensor"), y = k.Out<T>("Out");
        Blocks.CopyWhole(x, y);
        StridedPart place = op.Part(x.Shape);
        if (place.Shape.Numel == 0)
            return;
        StridedPart source = new ExpandV2Op(place.Shape).Part(value.Shape);
        StridedCopy.Run(value.Pointer, y.Pointer + place.Offset, place.Shape.AsSpan(), source.Strides.AsSpan(), place.Strides.AsSpan());
    }
}
