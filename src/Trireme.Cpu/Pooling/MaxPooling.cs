using System.Numerics;

namespace Trireme.Cpu.Pooling;

/// <summary>
/// Maxima over windows. The first of equal maxima wins, NaN wins over numbers, a window that is all padding yields the smallest number
/// and index -1.
/// </summary>
internal static unsafe class MaxPooling<T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>y = the maxima; index, where not null, = where in its input plane each one stands.</summary>
    public static void Forward(in PoolShape shape, T* x, T* y, int* index)
    {
        if (typeof(T) == typeof(float) && index == null && MaxWindows.IsTwoByTwo(shape))
        {
            MaxPairs.Forward(shape, (float*)x, (float*)y);
            return;
        }
        if (typeof(T) == typeof(float) && MaxWindows.Handles(shape))
        {
            MaxWindows.Forward(shape, (float*)x, (float*)y, index);
            return;
        }
        Workers.For(shape.Planes, (long)shape.Plane + shape.OutPlane, new ForwardBody { Shape = shape, X = x, Y = y, Index = index });
    }

    /// <summary>dx = dy where the maxima stand, 0 elsewhere, and with <paramref name="rectified"/> where they are positive; they are searched for again.</summary>
    public static void Backward(in PoolShape shape, T* x, T* dy, T* dx, bool rectified = false)
    {
        if (typeof(T) == typeof(float) && MaxWindows.IsTwoByTwo(shape))
            MaxWindows.BackwardTwoByTwo(shape, (float*)x, null, (float*)dy, (float*)dx, rectified);
        else if (typeof(T) == typeof(float) && MaxWindows.Handles(shape))
            MaxWindows.Backward(shape, (float*)x, (float*)dy, (float*)dx, rectified);
        else
            Workers.For(shape.Planes, 2L * shape.Plane, new BackwardBody { Shape = shape, X = x, Dy = dy, Dx = dx, Rectified = rectified });
    }

    /// <summary>dx = dy where index says the maxima stand, 0 elsewhere.</summary>
    public static void BackwardFromIndex(in PoolShape shape, int* index, T* dy, T* dx)
    {
        if (typeof(T) == typeof(float) && MaxWindows.IsTwoByTwo(shape))
            MaxWindows.BackwardTwoByTwo(shape, null, index, (float*)dy, (float*)dx, false);
        else
            Workers.For(shape.Planes, shape.Plane, new IndexBody { Shape = shape, Index = index, Dy = dy, Dx = dx });
    }

    private struct ForwardBody : IRangeBody
    {
        public PoolShape Shape;
        public T* X, Y;
        public int* Index;

        public readonly void Run(int start, int end)
        {
            for (int plane = start; plane < end; plane++)
            {
                long at = (long)plane * Shape.OutPlane;
                var take = new Take { Y = Y + at, Index = Index == null ? null : Index + at };
                EachMaximum(Shape, X + ((long)plane * Shape.Plane), ref take);
            }
        }
    }

    private struct BackwardBody : IRangeBody
    {
        public PoolShape Shape;
        public T* X, Dy, Dx;
        public bool Rectified;

        public readonly void Run(int start, int end)
        {
            for (int plane = start; plane < end; plane++)
            {
                var give = new Give { Dy = Dy + ((long)plane * Shape.OutPlane), Dx = Dx + ((long)plane * Shape.Plane), Rectified = Rectified };
                new Span<T>(give.Dx, Shape.Plane).Clear();
                EachMaximum(Shape, X + ((long)plane * Shape.Plane), ref give);
            }
        }
    }

    private struct IndexBody : IRangeBody
    {
        public PoolShape Shape;
        public int* Index;
        public T* Dy, Dx;

        public readonly void Run(int start, int end)
        {
            for (int plane = start; plane < end; plane++)
            {
                T* dx = Dx + ((long)plane * Shape.Plane);
                new Span<T>(dx, Shape.Plane).Clear();
                long at = (long)plane * Shape.OutPlane;
                for (int i = 0; i < Shape.OutPlane; i++)
                {
                    int to = Index[at + i];
                    if ((uint)to < (uint)Shape.Plane)
                        dx[to] += Dy[at + i];
                }
            }
        }
    }

    private interface IMaximum
    {
        void Found(int output, T value, int index);
    }

    private struct Take : IMaximum
    {
        public T* Y;
        public int* Index;

        public readonly void Found(int output, T value, int index)
        {
            Y[output] = value;
            if (Index != null)
                Index[output] = index;
        }
    }

    private struct Give : IMaximum
    {
        public T* Dy, Dx;
        public bool Rectified;

        public readonly void Found(int output, T value, int index)
        {
            if (index >= 0 && !(Rectified && value <= T.Zero))
                Dx[index] += Dy[output];
        }
    }

    private static void EachMaximum<TMaximum>(in PoolShape s, T* x, ref TMaximum maximum) where TMaximum : struct, IMaximum
    {
        PoolAxis depths = s.AxisD, rows = s.AxisH, columns = s.AxisW;
        int width = s.W, height = s.H;
        int output = 0;
        for (int od = 0; od < s.OD; od++)
        {
            int d0 = depths.Start(od), d1 = depths.End(od);
            for (int oh = 0; oh < s.OH; oh++)
            {
                int h0 = rows.Start(oh), h1 = rows.End(oh);
                for (int ow = 0; ow < s.OW; ow++, output++)
                {
                    int w0 = columns.Start(ow), w1 = columns.End(ow);
                    T best = T.MinValue;
                    int index = -1;
                    for (int d = d0; d < d1; d++)
                    {
                        for (int h = h0; h < h1; h++)
                        {
                            int row = ((d * height) + h) * width;
                            for (int i = row + w0; i < row + w1; i++)
                            {
                                T value = x[i];
                                if (value > best || index < 0 || (T.IsNaN(value) && !T.IsNaN(best)))
                                {
                                    best = value;
                                    index = i;
                                }
                            }
                        }
                    }
                    maximum.Found(output, best, index);
                }
            }
        }
    }
}
