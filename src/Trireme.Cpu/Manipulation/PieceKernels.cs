using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>Pieces beside each other along an axis: each is a row of blocks, and each block runs on in memory.</summary>
internal static unsafe class Pieces
{
    public static void Copy<T>(T* source, int sourceStride, T* target, int targetStride, int outer, int block)
        where T : unmanaged
        => StridedCopy.Run(source, target, [outer, block], [sourceStride, 1], [targetStride, 1]);

    /// <summary>The tensors of the slot "X" beside each other along an axis of the result, which has <paramref name="length"/> · inner elements there.</summary>
    public static void Join<T>(KernelContext k, T* target, int outer, int length, int inner)
        where T : unmanaged
    {
        int count = k.Count("X"), row = length * inner;
        if (outer == 0 || row == 0)
            return;
        bool isShort = ShortPieces<T>.Suits(row);
        var sources = (T**)Scratch.Get<nint>(Scratch.Slot.Shared, 2L * count);
        var lengths = (int*)(sources + count);
        int start = 0;
        for (int i = 0; i < count; start += lengths[i++])
        {
            Data<T> x = k.In<T>("X", i);
            sources[i] = x.Pointer;
            lengths[i] = x.Length / outer;
            if (!isShort)
                Copy(x.Pointer, lengths[i], target + start, row, outer, lengths[i]);
        }
        if (isShort)
            Workers.For(outer, row, new ShortPieces<T>(sources, lengths, count, target, row));
    }
}

internal sealed unsafe class ConcatKernel : BytesKernel<ConcatOp>
{
    protected override void Run<T>(ConcatOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        (int outer, int length, int inner) = y.Split(op.Axis);
        Pieces.Join(k, y.Pointer, outer, length, inner);
    }
}

internal sealed unsafe class StackKernel : BytesKernel<StackOp>
{
    protected override void Run<T>(StackOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Y");
        (int outer, int length, int inner) = y.Split(op.Positive(y.Shape.Rank - 1));
        Pieces.Join(k, y.Pointer, outer, length, inner);
    }
}

internal sealed unsafe class SplitKernel : BytesKernel<SplitOp>
{
    protected override void Run<T>(SplitOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        (int outer, int length, int inner) = x.Split(op.Axis);
        int start = 0;
        for (int i = 0; i < k.OutCount("Out"); i++)
        {
            Data<T> y = k.Out<T>("Out", i);
            int block = y.Split(op.Axis).Length * inner;
            Pieces.Copy(x.Pointer + start, length * inner, y.Pointer, block, outer, block);
            start += block;
        }
    }
}

internal sealed class UnbindKernel : BytesKernel<UnbindOp>
{
    protected override void Run<T>(UnbindOp op, KernelContext k) => UnstackKernel.Copy<T>(k, op.Axis, "Out");
}

internal sealed unsafe class UnstackKernel : BytesKernel<UnstackOp>
{
    public static void Copy<T>(KernelContext k, int axis, string slot)
        where T : unmanaged
    {
        Data<T> x = k.In<T>("X");
        (int outer, int length, int inner) = x.Split(axis);
        for (int i = 0; i < length; i++)
            Pieces.Copy(x.Pointer + (i * inner), length * inner, k.Out<T>(slot, i).Pointer, inner, outer, inner);
    }

    protected override void Run<T>(UnstackOp op, KernelContext k) => Copy<T>(k, op.Axis, "Y");
}

internal sealed unsafe class TileKernel : BytesKernel<TileOp>
{
    protected override void Run<T>(TileOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        if (y.Length == 0)
            return;
        // Every axis is seen as [repeats, length]; going through the repeats does not move in X.
        int rank = y.Shape.Rank, added = rank - x.Shape.Rank;
        Ints order = StridedPart.Whole(x.Shape).Strides;
        int[] dims = new int[2 * rank], strides = new int[2 * rank];
        for (int i = 0; i < rank; i++)
        {
            int have = i < added ? 1 : x.Shape[i - added];
            dims[2 * i] = y.Shape[i] / have;
            dims[(2 * i) + 1] = have;
            strides[(2 * i) + 1] = i < added ? 0 : order[i - added];
        }
        StridedCopy.Run(x.Pointer, y.Pointer, dims, strides, StridedPart.Whole(dims).Strides.AsSpan());
    }
}

internal sealed unsafe class RollKernel : BytesKernel<RollOp>
{
    protected override void Run<T>(RollOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        if (x.Length == 0)
            return;
        Shape shape = op.Axis.Count == 0 ? x.Length : x.Shape;
        int[] shifts = new int[shape.Rank];
        for (int i = 0; i < op.Shifts.Count && shape.Rank > 0; i++)
        {
            int axis = op.Axis.Count == 0 ? 0 : op.Axis[i] < 0 ? op.Axis[i] + shape.Rank : op.Axis[i];
            shifts[axis] = (int)(((((long)shifts[axis] + op.Shifts[i]) % shape[axis]) + shape[axis]) % shape[axis]);
        }
        Ints strides = StridedPart.Whole(shape).Strides;
        Block(0, 0, 0, shape.ToArray());

        // Along a moved axis the result is two blocks that change places.
        void Block(int axis, int from, int to, int[] dims)
        {
            if (axis == dims.Length)
            {
                StridedCopy.Run(x.Pointer + from, y.Pointer + to, dims, strides.AsSpan(), strides.AsSpan());
                return;
            }
            int length = shape[axis], shift = shifts[axis];
            if (shift == 0)
            {
                Block(axis + 1, from, to, dims);
                return;
            }
            int[] part = [.. dims];
            part[axis] = length - shift;
            Block(axis + 1, from, to + (shift * strides[axis]), part);
            part[axis] = shift;
            Block(axis + 1, from + ((length - shift) * strides[axis]), to, part);
        }
    }
}
