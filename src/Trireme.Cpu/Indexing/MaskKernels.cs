using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class WhereIndexKernel : NumericKernel<WhereIndexOp>
{
    protected override void Run<T>(WhereIndexOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("Condition");
        int rank = x.Shape.Rank;
        int[] starts = Marked.Starts(x.Pointer, x.Length), shape = x.Shape.ToArray();
        long* y = k.Allocate<long>("Out", (starts[^1], rank)).Pointer;
        if (rank == 0)
            return;
        T* mask = x.Pointer;
        Workers.ForChunks(x.Length, Marked.Chunk, 2, (start, end) =>
        {
            int chunk = start / Marked.Chunk;
            long* to = y + ((long)starts[chunk] * rank), last = y + ((long)starts[chunk + 1] * rank);
            var place = new long[rank];
            for (int width = shape[^1]; start < end && to < last;)
            {
                for (int d = rank - 1, rest = start; d >= 0; rest /= shape[d--])
                    place[d] = rest % shape[d];
                int count = Math.Min(end - start, width - (int)place[^1]);
                to = Places(mask + start, count, place, to, last);
                start += count;
            }
        });
    }

    // The places of one line from the given one on. Each is written, and the next one over it unless it is wanted: no branch depends on the mask.
    [MethodImpl(Compiled.Alone)]
    private static long* Places<T>(T* mask, int count, long[] first, long* to, long* last)
        where T : unmanaged, INumber<T>
    {
        int rank = first.Length;
        long column = first[^1];
        for (int i = 0; i < count && to < last; i++)
        {
            for (int d = 0; d < rank - 1; d++)
                to[d] = first[d];
            to[rank - 1] = column + i;
            to += rank & -(mask[i] != T.Zero ? 1 : 0);
        }
        return to;
    }
}

internal sealed unsafe class MaskedSelectKernel : BytesKernel<MaskedSelectOp>
{
    protected override void Run<T>(MaskedSelectOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X");
        Data<bool> mask = k.In<bool>("Mask");
        byte* marks = (byte*)mask.Pointer;
        int[] starts = Marked.Starts(marks, mask.Length);
        T* from = x.Pointer, y = k.Allocate<T>("Y", starts[^1]).Pointer;
        Workers.ForChunks(x.Length, Marked.Chunk, 2, (start, end) =>
        {
            int chunk = start / Marked.Chunk;
            Take(from + start, marks + start, end - start, y + starts[chunk], y + starts[chunk + 1]);
        });
    }

    // Each element is written, and the next one over it unless it is wanted: no branch depends on the mask.
    [MethodImpl(Compiled.Alone)]
    private static void Take<T>(T* x, byte* mask, int count, T* to, T* last)
        where T : unmanaged
    {
        for (int i = 0; i < count && to < last; i++)
        {
            *to = x[i];
            to += mask[i] != 0 ? 1 : 0;
        }
    }
}

internal sealed unsafe class MaskedScatterKernel : BytesKernel<MaskedScatterOp>
{
    protected override void Run<T>(MaskedScatterOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), value = k.In<T>("Value"), y = k.Out<T>("Out");
        Data<bool> mask = k.In<bool>("Mask");
        int[] starts = Marked.Starts((byte*)mask.Pointer, mask.Length);
        int count = starts[^1];
        if (count > value.Length)
        {
            throw new InvalidArgumentException($"masked_scatter: the mask is true in {count} places, but there are only {value.Length} values.",
                $"X {x.Shape}, Mask {mask.Shape}, Value {value.Shape}");
        }
        Blocks.CopyWhole(x, y);
        Workers.ForChunks(y.Length, Marked.Chunk, 2, (start, end) =>
        {
            int at = starts[start / Marked.Chunk];
            for (int i = start; i < end; i++)
            {
                if (mask[i])
                    y[i] = value[at++];
            }
        });
    }
}

internal sealed unsafe class WhereKernel : Kernel<WhereOp>
{
    protected override void Run(WhereOp op, KernelContext k)
    {
        switch (k.InMeta("X").DType.Size)
        {
            case 1:
                Choose<byte>(k);
                break;
            case 2:
                Choose<ushort>(k);
                break;
            case 4:
                Choose<uint>(k);
                break;
            default:
                Choose<ulong>(k);
                break;
        }
    }

    private static void Choose<T>(KernelContext k)
        where T : unmanaged, IBinaryInteger<T>
    {
        Data<T> out_ = k.Out<T>("Out");
        T* y = out_.Pointer;
        int length = out_.Length;
        bool* condition = Spread(k.In<bool>("Condition"), out_.Shape, out Tensor? c, out bool oneC);
        T* a = Spread(k.In<T>("X"), out_.Shape, out Tensor? ca, out bool oneA);
        T* b = Spread(k.In<T>("Y"), out_.Shape, out Tensor? cb, out bool oneB);
        Workers.For(length, 1, (start, end) => Pick(condition, oneC, a, oneA, b, oneB, y, start, end));
        c?.Dispose();
        ca?.Dispose();
        cb?.Dispose();
    }

    [MethodImpl(Compiled.Alone)]
    private static void Pick<T>(bool* c, bool oneC, T* a, bool oneA, T* b, bool oneB, T* y, int start, int end)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (oneC)
        {
            for (int i = start; i < end; i++)
                y[i] = *c ? a[oneA ? 0 : i] : b[oneB ? 0 : i];
        }
        else if (oneA)
        {
            T value = *a;
            for (int i = start; i < end; i++)
                y[i] = c[i] ? value : b[oneB ? 0 : i];
        }
        else if (oneB)
        {
            T value = *b;
            for (int i = start; i < end; i++)
                y[i] = c[i] ? a[i] : value;
        }
        else
        {
            // A mask instead of a branch: conditions are rarely predictable.
            for (int i = start; i < end; i++)
            {
                T mask = T.Zero - T.CreateTruncating(*(byte*)(c + i));
                y[i] = (a[i] & mask) | (b[i] & ~mask);
            }
        }
    }

    // Operands of full size and single elements are read in place; others are stretched first.
    private static T* Spread<T>(Data<T> x, Shape shape, out Tensor? stretched, out bool one)
        where T : unmanaged
    {
        stretched = null;
        one = x.Length == 1;
        if (one || x.Length == shape.Numel)
            return x.Pointer;
        DType dtype = sizeof(T) switch { 1 => DType.UInt8, 2 => DType.Int16, 4 => DType.Int32, _ => DType.Int64 };
        stretched = new Tensor(Memory.NativeStorage.Create(shape.Numel * sizeof(T)), 0, shape, dtype);
        T* target = (T*)Unsafe.AsPointer(ref stretched.Start);
        StridedPart part = new ExpandV2Op(shape).Part(x.Shape);
        StridedCopy.Run(x.Pointer, target, part.Shape.AsSpan(), part.Strides.AsSpan(), StridedPart.Whole(shape).Strides.AsSpan());
        return target;
    }
}
