using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu;

/// <summary>
/// Reads and writes blocks of elements that run on in memory at places a list names: what every operator with an index tensor does.
/// Writing goes through the list in order, so that the last of several writes stands and sums do not depend on threads.
/// </summary>
internal static unsafe class Blocks
{
    /// <summary>The index tensor as positions from the start, checked.</summary>
    public static int[] Positions(KernelContext k, string slot, int length, int axis, int index = 0)
    {
        TensorMeta meta = k.InMeta(slot, index);
        var positions = GC.AllocateUninitializedArray<int>((int)meta.Shape.Numel);
        bool wide = meta.DType.Kind == DTypeKind.Int64;
        long* longs = wide ? k.In<long>(slot, index).Pointer : null;
        int* ints = wide ? null : k.In<int>(slot, index).Pointer;
        for (int i = 0; i < positions.Length; i++)
        {
            long value = wide ? longs[i] : ints[i];
            if ((ulong)value >= (ulong)length)
            {
                if (value >= 0 || value < -length)
                    throw OutOfRange(k, slot, value, i, length, axis);
                value += length;
            }
            positions[i] = (int)value;
        }
        return positions;
    }

    /// <summary>The index tuples in the last dimension of an index tensor, as numbers of blocks.</summary>
    public static int[] TuplePositions(KernelContext k, string slot, Shape target)
    {
        TensorMeta meta = k.InMeta(slot);
        int depth = meta.Shape[-1], count = (int)meta.Shape[..^1].Numel;
        bool wide = meta.DType.Kind == DTypeKind.Int64;
        long* longs = wide ? k.In<long>(slot).Pointer : null;
        int* ints = wide ? null : k.In<int>(slot).Pointer;
        var positions = new int[count];
        for (int d = 0; d < depth; d++)
        {
            int length = target[d];
            for (int i = 0; i < count; i++)
            {
                int at = (i * depth) + d;
                long value = wide ? longs[at] : ints[at];
                if (value >= length || value < -length)
                    throw OutOfRange(k, slot, value, at, length, d);
                positions[i] = (positions[i] * length) + (int)(value < 0 ? value + length : value);
            }
        }
        return positions;
    }

    /// <summary>target block i = source block positions[i].</summary>
    public static void Read<T>(T* source, T* target, int[] positions, int block)
        where T : unmanaged
        => ReadAlong(source, target, positions, 1, 0, block);

    /// <summary>The same in each of some slices, which have length blocks in the source.</summary>
    public static void ReadAlong<T>(T* source, T* target, int[] positions, int outer, int length, int block)
        where T : unmanaged
        => Workers.For(outer * positions.Length, Math.Max(1, block / 4), (start, end) =>
        {
            for (int at = start; at < end;)
            {
                int slice = at / positions.Length, first = at - (slice * positions.Length), count = Math.Min(positions.Length - first, end - at);
                ReadSome(source + ((long)slice * length * block), target + ((long)at * block), positions.AsSpan(first, count), block);
                at += count;
            }
        });

    /// <summary>target block positions[i] = source block i, or block i % sourceBlocks where there are fewer.</summary>
    public static void Write<T>(T* source, T* target, int[] positions, int block)
        where T : unmanaged
        => OverColumns(block, positions.Length, (start, end) =>
        {
            for (int i = 0; i < positions.Length; i++)
                Copy(source + ((long)i * block) + start, target + ((long)positions[i] * block) + start, end - start);
        });

    /// <summary>target block positions[i] = 0; it makes no difference who is first where a block is named twice.</summary>
    public static void Clear<T>(T* target, int[] positions, int block)
        where T : unmanaged
        => Workers.For(positions.Length, Math.Max(1, block / 4), (start, end) =>
        {
            foreach (int position in positions.AsSpan(start, end - start))
                new Span<T>(target + ((long)position * block), block).Clear();
        });

    /// <summary>target block positions[i] += source block i.</summary>
    public static void Add<T>(T* source, T* target, int[] positions, int block)
        where T : unmanaged, INumber<T>
        => OverColumns(block, positions.Length, (start, end) => AddColumns(source, target, positions, block, start, end));

    /// <summary>The same in each of some slices, which have length blocks in the target.</summary>
    public static void AddAlong<T>(T* source, T* target, int[] positions, int outer, int length, int block)
        where T : unmanaged, INumber<T>
    {
        if (outer == 1)
        {
            Add(source, target, positions, block);
            return;
        }
        Workers.For(outer, (long)positions.Length * Math.Max(2, block / 4), (start, end) =>
        {
            for (int slice = start; slice < end; slice++)
                AddColumns(source + ((long)slice * positions.Length * block), target + ((long)slice * length * block), positions, block, 0, block);
        });
    }

    /// <summary>target = source, unless they are the same memory.</summary>
    public static void CopyWhole<T>(Data<T> source, Data<T> target)
        where T : unmanaged
    {
        const int chunk = 1 << 15;
        if (source.Pointer != target.Pointer)
            Workers.ForChunks(target.Length, chunk, 1, (start, end) => Copy(source.Pointer + start, target.Pointer + start, end - start));
    }

    public static void Copy<T>(T* source, T* target, int count)
        where T : unmanaged
    {
        if (count >= 16)
        {
            new ReadOnlySpan<T>(source, count).CopyTo(new Span<T>(target, count));
            return;
        }
        for (int i = 0; i < count; i++)
            target[i] = source[i];
    }

    [MethodImpl(Compiled.Alone)]
    private static void ReadSome<T>(T* source, T* target, ReadOnlySpan<int> positions, int block)
        where T : unmanaged
    {
        if (block == 1)
        {
            for (int i = 0; i < positions.Length; i++)
                target[i] = source[positions[i]];
            return;
        }
        for (int i = 0; i < positions.Length; i++)
            Copy(source + ((long)positions[i] * block), target + ((long)i * block), block);
    }

    // Columns start to end of every block.
    [MethodImpl(Compiled.Alone)]
    private static void AddColumns<T>(T* source, T* target, int[] positions, int block, int start, int end)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < positions.Length; i++)
        {
            T* s = source + ((long)i * block) + start, t = target + ((long)positions[i] * block) + start;
            if (end - start < 8)
            {
                for (int j = 0; j < end - start; j++)
                    t[j] += s[j];
            }
            else
            {
                var sum = new Span<T>(t, end - start);
                TensorPrimitives.Add<T>(sum, new ReadOnlySpan<T>(s, end - start), sum);
            }
        }
    }

    // Each thread has some columns of every block, so that the order of writes to one place is that of the list.
    private static void OverColumns(int block, int blocks, Action<int, int> body)
    {
        const int columns = 64;
        if (block >= 2 * columns)
            Workers.For((block + columns - 1) / columns, (long)columns * blocks / 4, (start, end) => body(start * columns, Math.Min(block, end * columns)));
        else if (block > 0)
            body(0, block);
    }

    private static OutOfRangeException OutOfRange(KernelContext k, string slot, long value, int place, int length, int axis)
    {
        TensorMeta index = k.InMeta(slot), x = k.InMetaAt(0);
        return new OutOfRangeException($"{k.Call.Info.Type}: index {value} lies outside axis {axis}, which has {length} elements.",
            $"It is element {place} of {slot} {index.Shape} {index.DType}; indices must lie in [{-length}, {length - 1}]. {k.Call.Info.Inputs[0].Name} is {x.Shape} {x.DType}.");
    }
}
