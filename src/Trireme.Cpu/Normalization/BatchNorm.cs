using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Normalization;

/// <summary>Batch normalization over [Outer, Channels, Inner]: channels first has the images outside and the places inside, channels last Inner = 1.</summary>
/// <remarks>A channel's statistics are the work of one worker, plane after plane in one order.</remarks>
internal static unsafe class BatchNorm<L, T>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Channels that stand side by side are worked on together: one cache line and more of each row.
    private const int Block = 32;

    public static void Statistics(int outer, int channels, int inner, T* x, T* mean, T* variance)
    {
        T count = T.CreateChecked(Math.Max(1L, (long)outer * inner));
        if (inner == 1)
        {
            Workers.For((channels + Block - 1) / Block, 4L * Block * outer, (start, end) =>
            {
                int first = start * Block, width = Math.Min(channels, end * Block) - first;
                T* means = mean + first, squares = variance + first;
                new Span<T>(means, width).Clear();
                new Span<T>(squares, width).Clear();
                for (int row = 0; row < outer; row++)
                    AddRow(x + ((long)row * channels) + first, means, width);
                for (int c = 0; c < width; c++)
                    means[c] /= count;
                for (int row = 0; row < outer; row++)
                    AddSquares(x + ((long)row * channels) + first, means, squares, width);
                for (int c = 0; c < width; c++)
                    squares[c] /= count;
            });
            return;
        }
        Workers.For(channels, 4L * outer * inner, (start, end) =>
        {
            for (int c = start; c < end; c++)
            {
                T sum = T.Zero, squares = T.Zero;
                for (int n = 0; n < outer; n++)
                    sum += Moments<L, T>.Sum(x + ((((long)n * channels) + c) * inner), inner);
                T center = sum / count;
                for (int n = 0; n < outer; n++)
                    squares += Moments<L, T>.CenteredSquares(x + ((((long)n * channels) + c) * inner), inner, center);
                (mean[c], variance[c]) = (center, squares / count);
            }
        });
    }

    /// <summary>y = (x − mean) · inverse · scale + bias.</summary>
    public static void Normalize(int outer, int channels, int inner, T* x, T* mean, T* inverse, T* scale, T* bias, T* y)
    {
        if (inner == 1)
        {
            Workers.For(outer, 4L * channels, (start, end) =>
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
            return;
        }
        Workers.For(outer * channels, 2L * inner, (start, end) =>
        {
            for (int plane = start; plane < end; plane++)
            {
                int c = plane % channels;
                T a = scale == null ? inverse[c] : inverse[c] * scale[c], b = bias == null ? T.Zero : bias[c];
                Moments<L, T>.Scale(x + ((long)plane * inner), y + ((long)plane * inner), inner, a, b - (mean[c] * a));
            }
        });
    }

    /// <summary>dbias = Σ dy and dscale = Σ dy · (x − mean) · inverse.</summary>
    public static void BackwardFactors(int outer, int channels, int inner, T* x, T* mean, T* inverse, T* dy, T* dscale, T* dbias)
    {
        if (inner == 1)
        {
            Workers.For((channels + Block - 1) / Block, 4L * Block * outer, (start, end) =>
            {
                int first = start * Block, width = Math.Min(channels, end * Block) - first;
                new Span<T>(dscale + first, width).Clear();
                new Span<T>(dbias + first, width).Clear();
                for (int row = 0; row < outer; row++)
                {
                    T* from = x + ((long)row * channels), grad = dy + ((long)row * channels);
                    for (int c = first; c < first + width; c++)
                    {
                        dbias[c] += grad[c];
                        dscale[c] += grad[c] * ((from[c] - mean[c]) * inverse[c]);
                    }
                }
            });
            return;
        }
        Workers.For(channels, 4L * outer * inner, (start, end) =>
        {
            for (int c = start; c < end; c++)
            {
                T sum = T.Zero, dot = T.Zero;
                for (int n = 0; n < outer; n++)
                {
                    long at = (((long)n * channels) + c) * inner;
                    Moments<L, T>.Products(dy + at, x + at, inner, mean[c], ref sum, ref dot);
                }
                (dscale[c], dbias[c]) = (dot * inverse[c], sum);
            }
        });
    }

    /// <summary>dx = scale · inverse · (dy − dbias / m − x̂ · dscale / m), or scale · inverse · dy where the statistics are constants.</summary>
    public static void BackwardInput(int outer, int channels, int inner, T* x, T* mean, T* inverse, T* scale, T* dy, T* dscale, T* dbias, bool constant, T* dx)
    {
        T count = T.CreateChecked(Math.Max(1L, (long)outer * inner));
        int planes = inner == 1 ? outer : outer * channels;
        Workers.For(planes, 4L * (inner == 1 ? channels : inner), (start, end) =>
        {
            for (int plane = start; plane < end; plane++)
            {
                int first = inner == 1 ? 0 : plane % channels, last = inner == 1 ? channels : first + 1;
                for (int c = first; c < last; c++)
                {
                    T a = scale == null ? inverse[c] : inverse[c] * scale[c];
                    T slope = constant ? T.Zero : -(a * inverse[c] * dscale[c] / count);
                    T shift = constant ? T.Zero : -(a * dbias[c] / count) - (slope * mean[c]);
                    long at = inner == 1 ? ((long)plane * channels) + c : (long)plane * inner;
                    if (inner == 1)
                        dx[at] = (dy[at] * a) + (x[at] * slope) + shift;
                    else
                        Moments<L, T>.Combine(dy + at, x + at, dx + at, inner, a, slope, shift);
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
