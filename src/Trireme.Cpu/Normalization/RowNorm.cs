using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Normalization;

/// <summary>Layer, group and instance normalization: rows are shared out, each is the work of one worker.</summary>
internal unsafe struct RowNorm<T> : ILaneBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public RowShape Shape;
    public T Epsilon;
    public T* X, Scale, Bias, Y, Mean, Variance;

    public readonly void Run<L>() where L : struct, ILanes<L, T>
        => Workers.For(Shape.Rows, Shape.Length, new Body<L> { Norm = this });

    private struct Body<L> : IRangeBody where L : struct, ILanes<L, T>
    {
        public RowNorm<T> Norm;

        public readonly void Run(int start, int end)
        {
            RowShape s = Norm.Shape;
            bool streams = s.Streams(sizeof(T));
            T* streamed = streams ? Scratch.Own<T>(s.Length) : null;
            T length = T.CreateChecked(Math.Max(1, s.Length));
            T* scale = Norm.Scale, bias = Norm.Bias;
            for (int row = start; row < end; row++)
            {
                T* from = Norm.X + ((long)row * s.Length), to = Norm.Y + ((long)row * s.Length);
                T center = Moments<L, T>.Sum(from, s.Length) / length;
                T spread = Moments<L, T>.CenteredSquares(from, s.Length, center) / length;
                (Norm.Mean[row], Norm.Variance[row]) = (center, spread);
                T r = T.One / T.Sqrt(spread + Norm.Epsilon);
                int channel = row % s.Period * s.Channels;
                if (s.Inner == 1)
                {
                    Elements(from, streams ? streamed : to, s.Length, center, r, scale == null ? null : scale + channel, bias == null ? null : bias + channel);
                    if (streams)
                        StreamingCopy.Run((byte*)streamed, (byte*)to, (nint)s.Length * sizeof(T));
                    continue;
                }
                for (int c = 0; c < s.Channels; c++, from += s.Inner, to += s.Inner)
                {
                    T a = scale == null ? r : r * scale[channel + c], b = bias == null ? T.Zero : bias[channel + c];
                    Moments<L, T>.Scale(from, to, s.Inner, a, b - (center * a), default(Rectified<L, Identity<L, T>>));
                }
            }
            if (streams)
                StreamingCopy.Complete();
        }

        /// <summary>y = (x − center) · r · scale + bias.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void Elements(T* x, T* y, int count, T center, T r, T* scale, T* bias)
        {
            L vc = L.All(center), vr = L.All(r);
            int i = 0, n = L.Count;
            for (; i <= count - n; i += n)
            {
                L v = (L.Load(x + i) - vc) * vr;
                if (scale != null)
                    v *= L.Load(scale + i);
                if (bias != null)
                    v += L.Load(bias + i);
                v.Store(y + i);
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
}
