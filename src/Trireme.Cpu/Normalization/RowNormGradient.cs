using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Normalization;

/// <summary>The gradients of layer, group and instance normalization: dx = r · (u − mean(u) − x̂ · mean(u · x̂)), u = dy · scale, x̂ = (x − mean) · r.</summary>
internal unsafe struct RowNormGradient<T> : ILaneBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public RowShape Shape;
    public T Epsilon;
    public T* X, Scale, Mean, Variance, Dy, Dx, Dscale, Dbias;

    // At most so many partial sums of the factors' gradients, of no fewer rows than this.
    private const int MostChunks = 256, FewestRows = 16;

    private readonly bool HasFactorPerElement => Shape.Inner == 1 && Shape.Period == 1;

    public readonly void Run<L>() where L : struct, ILanes<L, T>
    {
        if (HasFactorPerElement)
        {
            // One walk over the rows for all three results: chunks of rows, cut by sizes alone, keep sums that are added up in order.
            int rows = Math.Max(FewestRows, (Shape.Rows + MostChunks - 1) / MostChunks), chunks = (Shape.Rows + rows - 1) / rows;
            T* partial = Scratch.Get<T>(Scratch.Slot.Partials, 2L * Math.Max(1, chunks) * Shape.Channels);
            Workers.For(chunks, (long)rows * Shape.Length * 2, new Elements<L> { Norm = this, Rows = rows, Partial = partial });
            Workers.For((Shape.Channels + 255) / 256, 64L * chunks, new Total<L> { Norm = this, Chunks = chunks, Partial = partial });
            return;
        }
        Workers.For(Shape.Rows, 2L * Shape.Length, new Rows<L> { Norm = this });
        Workers.For(Shape.Channels * Shape.Period, (long)Shape.Inner * (Shape.Rows / Math.Max(1, Shape.Period)), new Factors<L> { Norm = this });
    }

    private readonly T Inverse(int row) => T.One / T.Sqrt(Variance[row] + Epsilon);

    private struct Elements<L> : IRangeBody where L : struct, ILanes<L, T>
    {
        public RowNormGradient<T> Norm;
        public int Rows;
        public T* Partial;

        public readonly void Run(int start, int end)
        {
            int length = Norm.Shape.Length;
            bool streams = Norm.Shape.Streams(sizeof(T));
            T* streamed = streams ? Scratch.Own<T>(length) : null;
            for (int chunk = start; chunk < end; chunk++)
            {
                T* dscale = Partial + (2L * chunk * length), dbias = dscale + length;
                new Span<T>(dscale, 2 * length).Clear();
                for (int row = chunk * Rows; row < Math.Min(Norm.Shape.Rows, (chunk + 1) * Rows); row++)
                {
                    long at = (long)row * length;
                    T* dx = streams ? streamed : Norm.Dx + at;
                    T center = Norm.Mean[row], r = Norm.Inverse(row);
                    (T sum, T dot) = Sums(Norm.Dy + at, Norm.X + at, Norm.Scale, length, center, r, dscale, dbias);
                    T count = T.CreateChecked(length), slope = -(r * r * r) * dot / count, constant = -(r * sum / count) - (slope * center);
                    if (Norm.Scale == null)
                        Moments<L, T>.Combine(new Given<L, T>(Norm.Dy + at), Norm.X + at, dx, length, r, slope, constant);
                    else
                        Combine(Norm.Dy + at, Norm.Scale, Norm.X + at, dx, length, r, slope, constant);
                    if (streams)
                        StreamingCopy.Run((byte*)streamed, (byte*)(Norm.Dx + at), (nint)length * sizeof(T));
                }
            }
            if (streams)
                StreamingCopy.Complete();
        }

        /// <summary>Σ u and Σ u · (x − center), and on the way the row's share of the factors' gradients.</summary>
        [MethodImpl(Compiled.Alone)]
        private static (T Sum, T Dot) Sums(T* dy, T* x, T* scale, int count, T center, T r, T* dscale, T* dbias)
        {
            L vs = L.Zero, vd = L.Zero, vc = L.All(center), vr = L.All(r);
            int i = 0, n = L.Count;
            for (; i <= count - n; i += n)
            {
                L v = L.Load(dy + i), d = L.Load(x + i) - vc, u = scale == null ? v : v * L.Load(scale + i);
                vs += u;
                vd = L.MulAdd(u, d, vd);
                (L.Load(dbias + i) + v).Store(dbias + i);
                L.MulAdd(v, d * vr, L.Load(dscale + i)).Store(dscale + i);
            }
            T sum = vs.Sum(), dot = vd.Sum();
            for (; i < count; i++)
            {
                T d = x[i] - center, u = scale == null ? dy[i] : dy[i] * scale[i];
                sum += u;
                dot = T.MultiplyAddEstimate(u, d, dot);
                dbias[i] += dy[i];
                dscale[i] = T.MultiplyAddEstimate(dy[i], d * r, dscale[i]);
            }
            return (sum, dot);
        }

        /// <summary>dx = dy · scale · a + x · b + c.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void Combine(T* dy, T* scale, T* x, T* dx, int count, T a, T b, T c)
        {
            L va = L.All(a), vb = L.All(b), vc = L.All(c);
            int i = 0, n = L.Count;
            for (; i <= count - n; i += n)
                L.MulAdd(L.Load(dy + i) * L.Load(scale + i), va, L.MulAdd(L.Load(x + i), vb, vc)).Store(dx + i);
            for (; i < count; i++)
                dx[i] = T.MultiplyAddEstimate(dy[i] * scale[i], a, T.MultiplyAddEstimate(x[i], b, c));
        }
    }

    private struct Total<L> : IRangeBody where L : struct, ILanes<L, T>
    {
        public RowNormGradient<T> Norm;
        public int Chunks;
        public T* Partial;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            int channels = Norm.Shape.Channels;
            for (int i = start * 256; i < Math.Min(channels, end * 256); i += L.Count)
            {
                int count = Math.Min(L.Count, channels - i);
                L scale = L.Zero, bias = L.Zero;
                T* from = Partial + i;
                for (int chunk = 0; chunk < Chunks; chunk++, from += 2L * channels)
                {
                    scale += L.LoadFirst(from, count);
                    bias += L.LoadFirst(from + channels, count);
                }
                scale.StoreFirst(Norm.Dscale + i, count);
                bias.StoreFirst(Norm.Dbias + i, count);
            }
        }
    }

    private struct Rows<L> : IRangeBody where L : struct, ILanes<L, T>
    {
        public RowNormGradient<T> Norm;

        public readonly void Run(int start, int end)
        {
            RowShape s = Norm.Shape;
            for (int row = start; row < end; row++)
            {
                long at = (long)row * s.Length;
                T* from = Norm.X + at, grad = Norm.Dy + at, to = Norm.Dx + at;
                T center = Norm.Mean[row], r = Norm.Inverse(row), sum = T.Zero, dot = T.Zero;
                int channel = row % s.Period * s.Channels;
                for (int c = 0; c < s.Channels; c++)
                {
                    T partSum = T.Zero, partDot = T.Zero, w = Norm.Scale == null ? T.One : Norm.Scale[channel + c];
                    Moments<L, T>.Products(new Given<L, T>(grad + ((long)c * s.Inner)), from + ((long)c * s.Inner), s.Inner, center, ref partSum, ref partDot);
                    sum += partSum * w;
                    dot += partDot * w;
                }
                T length = T.CreateChecked(Math.Max(1, s.Length)), slope = -(r * r * r) * dot / length, constant = -(r * sum / length) - (slope * center);
                for (int c = 0; c < s.Channels; c++, from += s.Inner, grad += s.Inner, to += s.Inner)
                    Moments<L, T>.Combine(new Given<L, T>(grad), from, to, s.Inner, Norm.Scale == null ? r : r * Norm.Scale[channel + c], slope, constant);
            }
        }
    }

    /// <summary>Each channel is summed over the rows by one worker, in the order of the rows.</summary>
    private struct Factors<L> : IRangeBody where L : struct, ILanes<L, T>
    {
        public RowNormGradient<T> Norm;

        public readonly void Run(int start, int end)
        {
            RowShape s = Norm.Shape;
            for (int channel = start; channel < end; channel++)
            {
                T dw = T.Zero, db = T.Zero;
                for (int row = channel / s.Channels; row < s.Rows; row += s.Period)
                {
                    long at = ((long)row * s.Length) + ((long)(channel % s.Channels) * s.Inner);
                    T dot = T.Zero;
                    Moments<L, T>.Products(new Given<L, T>(Norm.Dy + at), Norm.X + at, s.Inner, Norm.Mean[row], ref db, ref dot);
                    dw += dot * Norm.Inverse(row);
                }
                (Norm.Dscale[channel], Norm.Dbias[channel]) = (dw, db);
            }
        }
    }
}
