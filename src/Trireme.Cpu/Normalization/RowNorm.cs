using System.Numerics;

namespace Trireme.Cpu.Normalization;

/// <summary>
/// Rows of memory that are normalized each by itself: a row is <see cref="Channels"/> runs of <see cref="Inner"/> numbers; a run has one scale
/// and bias, those of channel (row % <see cref="Period"/>) · Channels + run.
/// </summary>
internal readonly record struct RowShape(int Rows, int Channels, int Inner, int Period)
{
    public int Length => Channels * Inner;

    public static RowShape Of(Shape x, int beginNormAxis, int groups)
        => groups == 0
            ? new RowShape((int)x[..beginNormAxis].Numel, (int)x[beginNormAxis..].Numel, 1, 1)
            : new RowShape(x[0] * groups, x[1] / groups, (int)x[2..].Numel, groups);
}

/// <summary>Layer, group and instance normalization.</summary>
internal static unsafe class RowNorm<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(RowShape s, T epsilon, T* x, T* scale, T* bias, T* y, T* mean, T* variance)
        => Workers.For(s.Rows, 6L * s.Length, (start, end) =>
        {
            T length = T.CreateChecked(Math.Max(1, s.Length));
            for (int row = start; row < end; row++)
            {
                T* from = x + ((long)row * s.Length), to = y + ((long)row * s.Length);
                T center = Moments.Sum(from, s.Length) / length;
                T spread = Moments.CenteredSquares(from, s.Length, center) / length;
                (mean[row], variance[row]) = (center, spread);
                T r = T.One / T.Sqrt(spread + epsilon);
                int channel = row % s.Period * s.Channels;
                if (s.Inner == 1)
                {
                    Elements(from, to, s.Length, center, r, scale == null ? null : scale + channel, bias == null ? null : bias + channel);
                    continue;
                }
                for (int c = 0; c < s.Channels; c++, from += s.Inner, to += s.Inner)
                {
                    T a = scale == null ? r : r * scale[channel + c], b = bias == null ? T.Zero : bias[channel + c];
                    Moments.Scale(from, to, s.Inner, a, b - (center * a));
                }
            }
        });

    public static void BackwardInput(RowShape s, T epsilon, T* x, T* scale, T* mean, T* variance, T* dy, T* dx)
        => Workers.For(s.Rows, 8L * s.Length, (start, end) =>
        {
            T length = T.CreateChecked(Math.Max(1, s.Length));
            for (int row = start; row < end; row++)
            {
                T* from = x + ((long)row * s.Length), grad = dy + ((long)row * s.Length), to = dx + ((long)row * s.Length);
                T center = mean[row], r = T.One / T.Sqrt(variance[row] + epsilon), sum = T.Zero, dot = T.Zero;
                int channel = row % s.Period * s.Channels;
                for (int c = 0; c < s.Channels && s.Inner > 1; c++)
                {
                    T partSum = T.Zero, partDot = T.Zero, w = scale == null ? T.One : scale[channel + c];
                    Moments.Products(grad + ((long)c * s.Inner), from + ((long)c * s.Inner), s.Inner, center, ref partSum, ref partDot);
                    sum += partSum * w;
                    dot += partDot * w;
                }
                if (s.Inner == 1)
                {
                    if (scale == null)
                    {
                        Moments.Products(grad, from, s.Length, center, ref sum, ref dot);
                    }
                    else
                    {
                        // The scaled gradient is kept where the result will be.
                        System.Numerics.Tensors.TensorPrimitives.Multiply(new ReadOnlySpan<T>(grad, s.Length), new ReadOnlySpan<T>(scale + channel, s.Length), new Span<T>(to, s.Length));
                        Moments.Products(to, from, s.Length, center, ref sum, ref dot);
                        grad = to;
                    }
                }
                // dx = r · (u − mean(u) − x̂ · mean(u · x̂)) with u = dy · scale and x̂ = (x − mean) · r
                T slope = -(r * r * r) * dot / length, constant = -(r * sum / length) - (slope * center);
                if (s.Inner == 1)
                {
                    Moments.Combine(grad, from, to, s.Length, r, slope, constant);
                    continue;
                }
                for (int c = 0; c < s.Channels; c++, from += s.Inner, grad += s.Inner, to += s.Inner)
                    Moments.Combine(grad, from, to, s.Inner, scale == null ? r : r * scale[channel + c], slope, constant);
            }
        });

    // Each channel is summed over the rows by one worker, in the order of the rows.
    public static void BackwardFactors(RowShape s, T epsilon, T* x, T* mean, T* variance, T* dy, T* dscale, T* dbias)
    {
        int channels = s.Channels * s.Period;
        if (s.Inner == 1 && s.Period == 1)
        {
            Workers.For((channels + 63) / 64, 64L * 3 * s.Rows, (start, end) =>
            {
                int first = start * 64, count = Math.Min(channels, end * 64) - first;
                new Span<T>(dscale + first, count).Clear();
                new Span<T>(dbias + first, count).Clear();
                for (int row = 0; row < s.Rows; row++)
                {
                    T r = T.One / T.Sqrt(variance[row] + epsilon);
                    AddRow(dy + ((long)row * channels) + first, x + ((long)row * channels) + first, count, mean[row], r, dscale + first, dbias + first);
                }
            });
            return;
        }
        Workers.For(channels, 3L * s.Inner * (s.Rows / Math.Max(1, s.Period)), (start, end) =>
        {
            for (int channel = start; channel < end; channel++)
            {
                T dw = T.Zero, db = T.Zero;
                for (int row = channel / s.Channels; row < s.Rows; row += s.Period)
                {
                    long at = ((long)row * s.Length) + ((long)(channel % s.Channels) * s.Inner);
                    T dot = T.Zero;
                    Moments.Products(dy + at, x + at, s.Inner, mean[row], ref db, ref dot);
                    dw += dot / T.Sqrt(variance[row] + epsilon);
                }
                (dscale[channel], dbias[channel]) = (dw, db);
            }
        });
    }

    private static void AddRow(T* dy, T* x, int count, T center, T r, T* dscale, T* dbias)
    {
        Vector<T> vc = new(center), vr = new(r);
        int i = 0, width = Vector<T>.Count;
        for (; i <= count - width; i += width)
        {
            Vector<T> v = Vector.Load(dy + i);
            Vector.Store(Vector.Load(dbias + i) + v, dbias + i);
            Vector.Store(Vector.Load(dscale + i) + (v * ((Vector.Load(x + i) - vc) * vr)), dscale + i);
        }
        for (; i < count; i++)
        {
            dbias[i] += dy[i];
            dscale[i] += dy[i] * ((x[i] - center) * r);
        }
    }

    private static void Elements(T* x, T* y, int count, T center, T r, T* scale, T* bias)
    {
        Vector<T> vc = new(center), vr = new(r);
        int i = 0, width = Vector<T>.Count;
        for (; i <= count - width; i += width)
        {
            Vector<T> v = (Vector.Load(x + i) - vc) * vr;
            if (scale != null)
                v *= Vector.Load(scale + i);
            if (bias != null)
                v += Vector.Load(bias + i);
            Vector.Store(v, y + i);
        }
        for (; i < count; i++)
        {
            T v = (x[i] - center) * r;
            if (scale != null)
                v *= scale[i];
            y[i] = bias == null ? v : v + bias[i];
        }
    }
}
