using System.Numerics;

namespace Trireme.Cpu.Pooling;

/// <summary>Means over windows. The divisor is <paramref name="Override"/> where above 0, else the elements of the window, counting padding
/// unless <paramref name="Exclusive"/>; adaptive windows have none. A window that is all padding yields 0.</summary>
internal readonly record struct AverageDivisor(bool Exclusive = true, int Override = 0);

/// <summary>Means over windows and their gradient.</summary>
internal static unsafe class AveragePooling<T> where T : unmanaged, INumber<T>
{
    /// <summary>y = the means.</summary>
    public static void Forward(in PoolShape shape, AverageDivisor divisor, T* x, T* y)
    {
        if (typeof(T) == typeof(float))
            AverageWindows.Forward(shape, divisor, (float*)x, (float*)y);
        else
            Workers.For(shape.Planes, (long)shape.Plane + shape.OutPlane, new ForwardBody { Shape = shape, Divisor = divisor, X = x, Y = y });
    }

    /// <summary>dx = each dy divided over the elements of its window.</summary>
    public static void Backward(in PoolShape shape, AverageDivisor divisor, T* dy, T* dx)
    {
        if (typeof(T) == typeof(float))
            AverageWindows.Backward(shape, divisor, (float*)dy, (float*)dx);
        else
            Workers.For(shape.Planes, (long)shape.Plane + shape.OutPlane, new BackwardBody { Shape = shape, Divisor = divisor, Dy = dy, Dx = dx });
    }

    private struct ForwardBody : IRangeBody
    {
        public PoolShape Shape;
        public AverageDivisor Divisor;
        public T* X, Y;

        public readonly void Run(int start, int end)
        {
            for (int plane = start; plane < end; plane++)
            {
                var sum = new Sum { X = X + ((long)plane * Shape.Plane), Y = Y + ((long)plane * Shape.OutPlane) };
                EachWindow(Shape, Divisor, ref sum);
            }
        }
    }

    private struct BackwardBody : IRangeBody
    {
        public PoolShape Shape;
        public AverageDivisor Divisor;
        public T* Dy, Dx;

        public readonly void Run(int start, int end)
        {
            for (int plane = start; plane < end; plane++)
            {
                var spread = new Spread { Dy = Dy + ((long)plane * Shape.OutPlane), Dx = Dx + ((long)plane * Shape.Plane) };
                new Span<T>(spread.Dx, Shape.Plane).Clear();
                EachWindow(Shape, Divisor, ref spread);
            }
        }
    }

    private interface IWindow
    {
        void Open(int output, T divisor);

        void Row(int start, int end);

        void Close(int output, T divisor);
    }

    private struct Sum : IWindow
    {
        public T* X, Y;
        private T _sum;

        public void Open(int output, T divisor) => _sum = T.Zero;

        public void Row(int start, int end)
        {
            T sum = _sum;
            for (int i = start; i < end; i++)
                sum += X[i];
            _sum = sum;
        }

        public readonly void Close(int output, T divisor) => Y[output] = _sum / divisor;
    }

    private struct Spread : IWindow
    {
        public T* Dy, Dx;
        private T _share;

        public void Open(int output, T divisor) => _share = Dy[output] / divisor;

        public readonly void Row(int start, int end)
        {
            for (int i = start; i < end; i++)
                Dx[i] += _share;
        }

        public readonly void Close(int output, T divisor)
        {
        }
    }

    private static void EachWindow<TWindow>(in PoolShape s, AverageDivisor divisor, ref TWindow window) where TWindow : struct, IWindow
    {
        PoolAxis depths = s.AxisD, rows = s.AxisH, columns = s.AxisW;
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
                    int elements = divisor.Override > 0 ? divisor.Override
                        : divisor.Exclusive ? (d1 - d0) * (h1 - h0) * (w1 - w0)
                        : depths.Extent(od) * rows.Extent(oh) * columns.Extent(ow);
                    bool empty = d1 <= d0 || h1 <= h0 || w1 <= w0;
                    T by = empty ? T.One : T.CreateTruncating(elements);
                    window.Open(output, by);
                    for (int d = d0; d < d1; d++)
                    {
                        for (int h = h0; h < h1; h++)
                        {
                            int row = ((d * s.H) + h) * s.W;
                            window.Row(row + w0, row + w1);
                        }
                    }
                    window.Close(output, by);
                }
            }
        }
    }
}
