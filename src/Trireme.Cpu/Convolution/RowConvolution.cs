using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Convolution of any geometry and number type as sums of scaled rows, one pass over a row for each filter tap. Every result is
/// summed in one order by one worker, so it does not depend on the number of threads.
/// </summary>
internal static unsafe class RowConvolution<T> where T : unmanaged, INumber<T>
{
    public static void Forward(in ConvShape shape, T* x, T* filter, T* bias, T* y, bool relu)
        => Workers.For(shape.N * shape.M, (long)shape.Depth * shape.OutPlane, new ForwardBody
        {
            Shape = shape,
            X = x,
            Filter = filter,
            Bias = bias,
            Y = y,
            Relu = relu,
        });

    public static void BackwardInput(in ConvShape shape, T* dy, T* filter, T* bias, T* dx, bool relu)
        => Workers.For(shape.N * shape.C, (long)shape.GroupM * shape.Taps * shape.OutPlane, new BackwardInputBody
        {
            Shape = shape,
            Dy = dy,
            Filter = filter,
            Bias = bias,
            Dx = dx,
            Relu = relu,
        });

    public static void BackwardFilter(in ConvShape shape, T* x, T* dy, T* filterGrad)
        => Workers.For(shape.M * shape.GroupC, (long)shape.N * shape.Taps * shape.OutPlane, new BackwardFilterBody
        {
            Shape = shape,
            X = x,
            Dy = dy,
            FilterGrad = filterGrad,
        });

    /// <summary>Shows every filter tap, every output row it reaches, and the part of that row whose input element exists.</summary>
    private static void EachRow<TStep>(in ConvShape s, ref TStep step) where TStep : struct, IRowStep
    {
        int tap = 0;
        for (int kd = 0; kd < s.KD; kd++)
        {
            for (int kh = 0; kh < s.KH; kh++)
            {
                for (int kw = 0; kw < s.KW; kw++, tap++)
                {
                    int shift = (kw * s.DilationW) - s.PadW;
                    int start = shift >= 0 ? 0 : (-shift + s.StrideW - 1) / s.StrideW;
                    int end = shift >= s.W ? 0 : Math.Min(s.OW, ((s.W - 1 - shift) / s.StrideW) + 1);
                    if (end <= start)
                        continue;
                    for (int od = 0; od < s.OD; od++)
                    {
                        int id = (od * s.StrideD) + (kd * s.DilationD) - s.PadD;
                        if ((uint)id >= (uint)s.D)
                            continue;
                        for (int oh = 0; oh < s.OH; oh++)
                        {
                            int ih = (oh * s.StrideH) + (kh * s.DilationH) - s.PadH;
                            if ((uint)ih >= (uint)s.H)
                                continue;
                            int y = (((od * s.OH) + oh) * s.OW) + start;
                            int x = (((id * s.H) + ih) * s.W) + (start * s.StrideW) + shift;
                            step.Row(tap, y, x, end - start, s.StrideW);
                        }
                    }
                }
            }
        }
    }

    private interface IRowStep
    {
        /// <summary><paramref name="count"/> outputs from y on, whose inputs stand at x and every stride elements after it.</summary>
        void Row(int tap, int y, int x, int count, int stride);
    }

    private struct ScaledRows : IRowStep
    {
        public T* X, Y, Weight;

        public readonly void Row(int tap, int y, int x, int count, int stride)
        {
            T weight = Weight[tap];
            T* to = Y + y, from = X + x;
            int i = 0;
            if (stride == 1)
            {
                var weights = new Vector<T>(weight);
                for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
                    Vector.Store(Vector.Load(to + i) + (weights * Vector.Load(from + i)), to + i);
            }
            for (; i < count; i++)
                to[i] += weight * from[(long)i * stride];
        }
    }

    private struct ScatteredRows : IRowStep
    {
        public T* X, Y, Weight;

        public readonly void Row(int tap, int y, int x, int count, int stride)
        {
            T weight = Weight[tap];
            T* to = X + x, from = Y + y;
            int i = 0;
            if (stride == 1)
            {
                var weights = new Vector<T>(weight);
                for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
                    Vector.Store(Vector.Load(to + i) + (weights * Vector.Load(from + i)), to + i);
            }
            for (; i < count; i++)
                to[(long)i * stride] += weight * from[i];
        }
    }

    private struct RowProducts : IRowStep
    {
        public T* X, Y, Weight;

        public readonly void Row(int tap, int y, int x, int count, int stride)
        {
            T* left = Y + y, right = X + x;
            T sum = T.Zero;
            int i = 0;
            if (stride == 1)
            {
                Vector<T> sums = Vector<T>.Zero;
                for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
                    sums += Vector.Load(left + i) * Vector.Load(right + i);
                sum = Vector.Sum(sums);
            }
            for (; i < count; i++)
                sum += left[i] * right[(long)i * stride];
            Weight[tap] += sum;
        }
    }

    private struct ForwardBody : IRangeBody
    {
        public ConvShape Shape;
        public T* X, Filter, Bias, Y;
        public bool Relu;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int n = i / Shape.M, m = i % Shape.M, group = m / Shape.GroupM;
                T* y = Y + ((long)i * Shape.OutPlane);
                var plane = new Span<T>(y, Shape.OutPlane);
                plane.Fill(Bias == null ? T.Zero : Bias[m]);
                T* x = X + (((long)n * Shape.C) + ((long)group * Shape.GroupC)) * Shape.Plane;
                var add = new ScaledRows { Y = y, Weight = Filter + ((long)m * Shape.Depth) };
                for (int c = 0; c < Shape.GroupC; c++, x += Shape.Plane, add.Weight += Shape.Taps)
                {
                    add.X = x;
                    EachRow(Shape, ref add);
                }
                if (Relu)
                    TensorPrimitives.Max(plane, T.Zero, plane);
            }
        }
    }

    private struct BackwardInputBody : IRangeBody
    {
        public ConvShape Shape;
        public T* Dy, Filter, Bias, Dx;
        public bool Relu;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int n = i / Shape.C, c = i % Shape.C, group = c / Shape.GroupC, channel = c % Shape.GroupC;
                T* dx = Dx + ((long)i * Shape.Plane);
                var plane = new Span<T>(dx, Shape.Plane);
                plane.Fill(Bias == null ? T.Zero : Bias[c]);
                int m = group * Shape.GroupM;
                T* dy = Dy + (((long)n * Shape.M) + m) * Shape.OutPlane;
                var add = new ScatteredRows { X = dx };
                for (int j = 0; j < Shape.GroupM; j++, dy += Shape.OutPlane)
                {
                    add.Y = dy;
                    add.Weight = Filter + ((((long)m + j) * Shape.GroupC) + channel) * Shape.Taps;
                    EachRow(Shape, ref add);
                }
                if (Relu)
                    TensorPrimitives.Max(plane, T.Zero, plane);
            }
        }
    }

    private struct BackwardFilterBody : IRangeBody
    {
        public ConvShape Shape;
        public T* X, Dy, FilterGrad;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int m = i / Shape.GroupC, c = ((m / Shape.GroupM) * Shape.GroupC) + (i % Shape.GroupC);
                var dot = new RowProducts { Weight = FilterGrad + ((long)i * Shape.Taps) };
                new Span<T>(dot.Weight, Shape.Taps).Clear();
                for (int n = 0; n < Shape.N; n++)
                {
                    dot.X = X + ((((long)n * Shape.C) + c) * Shape.Plane);
                    dot.Y = Dy + ((((long)n * Shape.M) + m) * Shape.OutPlane);
                    EachRow(Shape, ref dot);
                }
            }
        }
    }
}
