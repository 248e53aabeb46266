using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class GatherKernel : BytesKernel<GatherOp>
{
    /// <summary>The slices of X along an axis that Index names.</summary>
    public static void Select<T>(KernelContext k, int axis)
        where T : unmanaged
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        (int outer, int length, int inner) = x.Split(axis);
        int[] positions = Blocks.Positions(k, "Index", length, axis < 0 ? axis + x.Shape.Rank : axis);
        Blocks.ReadAlong(x.Pointer, y.Pointer, positions, outer, length, inner);
    }

    protected override void Run<T>(GatherOp op, KernelContext k) => Select<T>(k, op.Axis);
}

internal sealed class IndexSelectKernel : BytesKernel<IndexSelectOp>
{
    protected override void Run<T>(IndexSelectOp op, KernelContext k) => GatherKernel.Select<T>(k, op.Dim);
}

internal sealed unsafe class IndexAccumulateKernel : NumericKernel<IndexAccumulateOp>
{
    protected override void Run<T>(IndexAccumulateOp op, KernelContext k)
    {
        Data<T> value = k.In<T>("Value"), y = k.Out<T>("Out");
        (int outer, int length, int inner) = y.Split(op.Axis);
        int[] positions = Blocks.Positions(k, "Index", length, op.Axis < 0 ? op.Axis + y.Shape.Rank : op.Axis);
        y.Span.Clear();
        Blocks.AddAlong(value.Pointer, y.Pointer, positions, outer, length, inner);
    }
}

internal sealed unsafe class ScatterNdKernel : NumericKernel<ScatterNdOp>
{
    protected override void Run<T>(ScatterNdOp op, KernelContext k)
    {
        Data<T> updates = k.In<T>("Updates"), y = k.Out<T>("Out");
        int[] positions = Blocks.TuplePositions(k, "Index", y.Shape);
        y.Span.Clear();
        Blocks.Add(updates.Pointer, y.Pointer, positions, (int)y.Shape[k.InMeta("Index").Shape[-1]..].Numel);
    }
}

internal sealed unsafe class GatherNdKernel : BytesKernel<GatherNdOp>
{
    protected override void Run<T>(GatherNdOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int depth = k.InMeta("Index").Shape[-1];
        Blocks.Read(x.Pointer, y.Pointer, Blocks.TuplePositions(k, "Index", x.Shape), (int)x.Shape[depth..].Numel);
    }
}

internal sealed unsafe class ScatterNdAddKernel : NumericKernel<ScatterNdAddOp>
{
    protected override void Run<T>(ScatterNdAddOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), updates = k.In<T>("Updates"), y = k.Out<T>("Out");
        int[] positions = Blocks.TuplePositions(k, "Index", x.Shape);
        Blocks.CopyWhole(x, y);
        Blocks.Add(updates.Pointer, y.Pointer, positions, (int)x.Shape[k.InMeta("Index").Shape[-1]..].Numel);
    }
}

internal sealed unsafe class IndexSampleKernel : BytesKernel<IndexSampleOp>
{
    protected override void Run<T>(IndexSampleOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        int[] positions = Blocks.Positions(k, "Index", x.Shape[1], 1);
        int columns = y.Shape[1];
        for (int i = 0; i < positions.Length; i++)
            y[i] = x[(i / columns * x.Shape[1]) + positions[i]];
    }
}
