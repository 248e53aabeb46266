using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Normalization;

/// <summary>Batch normalization with the channels last: rows of a number for each channel.</summary>
/// <remarks>A channel's sums are the work of one worker, row after row in one order.</remarks>
internal static unsafe class BatchRows<L, T>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Channels that stand side by side are worked on together: one cache line and more of each row.
    private const int Block = 32;

    public static void Statistics(BatchShape s, T* x, T* mean, T* variance)
    {
        T count = T.CreateChecked(s.Count);
        (int rows, int channels, _) = s;
        Workers.For((channels + Block - 1) / Block, 4L * Block * rows, (start, end) =>
        {
            int first = start * Block, width = Math.Min(channels, end * Block) - first;
            T* means = mean + first, squares = variance + first;
            new Span<T>(means, width).Clear();
            new Span<T>(squares, width).Clear();
            for (int row = 0; row < rows; row++)
                AddRow(x + ((long)row * channels) + first, means, width);
            for (int c = 0; c < width; c++)
                means[c] /= count;
            for (int row = 0; row < rows; row++)
                AddSquares(x + ((long)row * channels) + first, means, squares, width);
            for (int c = 0; c < width; c++)
                squares[c] /= count;
        });
    }

    /// <summary>y = (x − mean) · inverse · scale + bias.</summary>
    public static void Normalize(BatchShape s, T* x, T* mean, T* inverse, T* scale, T* bias, T* y)
    {
        int channels = s.Channels;
        Workers.For(s.Outer, 4L * channels, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                T* from = x + ((long)row * channels), to = y + ((long)row * channels);
                for (int c = 0; c < channels; c++)
                {
                    T v = (from[c] - mean[c]) * inverse[c];
                    v = scale == null ? v : v * scale[c];
                    to[c] = bias == null ? v : v + bias[c];
                }
            }
        });
    }

    /// <summary>dbias = Σ dy and dscale = Σ dy · (x − mean) · inverse.</summary>
    public static void BackwardFactors(BatchShape s, T* x, T* mean, T* inverse, T* dy, T* dscale, T* dbias)
    {
        (int rows, int channels, _) = s;
        Workers.For((channels + Block - 1) / Block, 4L * Block * rows, (start, end) =>
        {
            int first = start * Block, width = Math.Min(channels, end * Block) - first;
            new Span<T>(dscale + first, width).Clear();
            new Span<T>(dbias + first, width).Clear();
            for (int row = 0; row < rows; row++)
            {
                T* from = x + ((long)row * channels), grad = dy + ((long)row * channels);
                for (int c = first; c < first + width; c++)
                {
                    dbias[c] += grad[c];
                    dscale[c] += grad[c] * ((from[c] - mean[c]) * inverse[c]);
                }
            }
        });
    }

    /// <summary>dx = dy · a + x · slope + shift, the three standing at lines + 3 · channel.</summary>
    public static void BackwardInput(BatchShape s, T* x, T* dy, T* lines, T* dx)
    {
        int channels = s.Channels;
        Workers.For(s.Outer, 4L * channels, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                for (int c = 0; c < channels; c++)
                {
                    long at = ((long)row * channels) + c;
                    T* line = lines + (3 * c);
                    dx[at] = (dy[at] * line[0]) + (x[at] * line[1]) + line[2];
                }
            }
        });
    }

    [MethodImpl(Compiled.Alone)]
    private static void AddRow(T* x, T* sums, int count)
    {
        int i = 0, n = L.Count;
        for (; i <= count - n; i += n)
            (L.Load(sums + i) + L.Load(x + i)).Store(sums + i);
        for (; i < count; i++)
            sums[i] += x[i];
    }

    [MethodImpl(Compiled.Alone)]
    private static void AddSquares(T* x, T* means, T* squares, int count)
    {
        int i = 0, n = L.Count;
        for (; i <= count - n; i += n)
        {
            L d = L.Load(x + i) - L.Load(means + i);
            L.MulAdd(d, d, L.Load(squares + i)).Store(squares + i);
        }
        for (; i < count; i++)
            squares[i] = T.MultiplyAddEstimate(x[i] - means[i], x[i] - means[i], squares[i]);
    }
}
