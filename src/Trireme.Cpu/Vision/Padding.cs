using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Vision;

/// <summary>Padding row by row: the middle of a row is copied as a whole, its ends element by element.</summary>
internal static unsafe class Padding<T>
    where T : unmanaged, INumber<T>
{
    public static void Forward(Data<T> x, Data<T> y, Ints pairs, string mode, T value)
    {
        int rank = x.Shape.Rank;
        if (y.Length == 0)
            return;
        var sources = new int[rank][];
        for (int axis = 0; axis < rank; axis++)
        {
            int size = x.Shape[axis], before = pairs[2 * axis];
            sources[axis] = [.. Enumerable.Range(-before, y.Shape[axis]).Select(i => Source(i, size, mode))];
        }
        T* from = x.Pointer, to = y.Pointer;
        int width = x.Shape[^1], outWidth = y.Shape[^1], start = pairs[(2 * rank) - 2];
        Shape inner = x.Shape;
        Workers.For(y.Length / outWidth, outWidth, (first, end) => Rows(from, to, inner, sources, start, value, first, end));
    }

    [MethodImpl(Compiled.Alone)]
    private static void Rows(T* from, T* to, Shape inner, int[][] sources, int before, T value, int first, int end)
    {
        int axes = inner.Rank - 1, width = inner[^1];
        int[] ends = sources[axes];
        Span<int> index = stackalloc int[Math.Max(1, axes)];
        for (int axis = axes - 1, rest = first; axis >= 0; axis--)
            (rest, index[axis]) = Math.DivRem(rest, sources[axis].Length);
        for (int row = first; row < end; row++)
        {
            var target = new Span<T>(to + ((long)row * ends.Length), ends.Length);
            long source = 0;
            for (int axis = 0; axis < axes && source >= 0; axis++)
                source = sources[axis][index[axis]] is var at and >= 0 ? (source * inner[axis]) + at : -1;
            if (source < 0 || width == 0)
            {
                target.Fill(value);
            }
            else
            {
                T* line = from + (source * width);
                new ReadOnlySpan<T>(line, width).CopyTo(target[before..]);
                for (int i = 0; i < before; i++)
                    target[i] = At(line, ends[i], value);
                for (int i = before + width; i < ends.Length; i++)
                    target[i] = At(line, ends[i], value);
            }
            for (int axis = axes - 1; axis >= 0 && ++index[axis] == sources[axis].Length; axis--)
                index[axis] = 0;
        }
    }

    /// <summary>dx = every dy added to where it came from; the axes in front that are not padded are cut among the workers.</summary>
    public static void Backward(Data<T> dy, Data<T> dx, Ints pairs, string mode)
    {
        int rank = dx.Shape.Rank, width = dx.Shape[^1], outWidth = dy.Shape[^1], before = pairs[(2 * rank) - 2], blocks = 1;
        dx.Span.Clear();
        if (dx.Length == 0 || dy.Length == 0)
            return;
        for (int i = 0; i < rank - 1 && pairs[2 * i] == 0 && pairs[(2 * i) + 1] == 0; i++)
            blocks *= dx.Shape[i];
        Shape inner = dx.Shape, outer = dy.Shape;
        T* from = dy.Pointer, to = dx.Pointer;
        int rows = dy.Length / outWidth / blocks;
        Workers.For(blocks, (long)rows * outWidth, (start, end) =>
        {
            for (int row = start * rows; row < end * rows; row++)
            {
                long target = Row(row, inner, outer, pairs, mode);
                if (target < 0)
                    continue;
                T* line = to + (target * width), grad = from + ((long)row * outWidth);
                var sum = new Span<T>(line, width);
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>(grad + before, width), sum);
                for (int i = 0; i < outWidth; i++)
                {
                    if (i == before)
                        i += width;
                    if (i < outWidth && Source(i - before, width, mode) is var at and >= 0)
                        line[at] += grad[i];
                }
            }
        });
    }

    // The row of the input that a row of the output shows, or -1.
    private static long Row(long row, Shape inner, Shape outer, Ints pairs, string mode)
    {
        long source = 0, stride = 1;
        for (int axis = inner.Rank - 2; axis >= 0; axis--)
        {
            int at = Source((int)(row % outer[axis]) - pairs[2 * axis], inner[axis], mode);
            if (at < 0)
                return -1;
            source += at * stride;
            stride *= inner[axis];
            row /= outer[axis];
        }
        return source;
    }

    private static T At(T* line, int index, T value) => index < 0 ? value : line[index];

    private static int Source(int i, int size, string mode)
    {
        if ((uint)i < (uint)size)
            return i;
        return mode switch
        {
            "reflect" => i < 0 ? -i : (2 * (size - 1)) - i,
            "replicate" => i < 0 ? 0 : size - 1,
            "circular" => ((i % size) + size) % size,
            _ => -1,
        };
    }
}
