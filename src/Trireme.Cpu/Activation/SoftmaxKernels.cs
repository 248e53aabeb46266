using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Activation;

/// <summary>What a softmax kernel does with its lines: with one that runs on in memory, and with neighbouring ones side by side.</summary>
internal interface ISoftmaxLines
{
    void Line(long offset, int length);

    void Columns(long offset, int length, int stride, int width);
}

/// <summary>What the softmax kernels share: the work is shared out by lines, or by blocks of neighbouring lines where the axis is not the last.</summary>
internal static unsafe class SoftmaxLines
{
    /// <summary>Elements of the inner dimensions that are done side by side where the axis is not the last.</summary>
    public const int Block = 256;

    /// <summary>y = exp(x − max) for columns side by side, with the maximum and the sum of each.</summary>
    public static void Exponentials<T>(T* x, T* y, int n, int stride, Span<T> max, Span<T> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = max.Length;
        new ReadOnlySpan<T>(x, width).CopyTo(max);
        for (int i = 1; i < n; i++)
            TensorPrimitives.Max(max, new ReadOnlySpan<T>(x + ((long)i * stride), width), max);
        sum.Clear();
        for (int i = 0; i < n; i++)
        {
            var row = new Span<T>(y + ((long)i * stride), width);
            TensorPrimitives.Subtract(new ReadOnlySpan<T>(x + ((long)i * stride), width), max, row);
            TensorPrimitives.Exp(row, row);
            TensorPrimitives.Add(sum, row, sum);
        }
    }

    public static void Run<TLines>((int Outer, int Length, int Inner) split, TLines lines)
        where TLines : struct, ISoftmaxLines
    {
        (int outer, int length, int inner) = split;
        int blocks = (inner + Block - 1) / Block;
        if (inner == 1)
            Workers.For(outer, (long)length * 10, new LineBody<TLines> { Lines = lines, Length = length });
        else
            Workers.For(outer * blocks, (long)length * Math.Min(inner, Block) * 10, new BlockBody<TLines> { Lines = lines, Length = length, Inner = inner, Blocks = blocks });
    }

    private struct LineBody<TLines> : IRangeBody
        where TLines : struct, ISoftmaxLines
    {
        public TLines Lines;
        public int Length;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
                Lines.Line((long)i * Length, Length);
        }
    }

    private struct BlockBody<TLines> : IRangeBody
        where TLines : struct, ISoftmaxLines
    {
        public TLines Lines;
        public int Length, Inner, Blocks;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int o = i / Blocks, column = i % Blocks * Block;
                Lines.Columns(((long)o * Length * Inner) + column, Length, Inner, Math.Min(Block, Inner - column));
            }
        }
    }
}

/// <summary>exp(x − max x) / Σ exp(x − max x).</summary>
internal sealed unsafe class SoftmaxKernel : FloatKernel<SoftmaxOp>
{
    protected override void Run<T>(SoftmaxOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        if (x.Length == 0)
            return;
        if (typeof(T) == typeof(float) && x.Split(op.Axis) is (int rows, int length, 1))
        {
            var call = new SoftmaxRows { X = (float*)x.Pointer, Y = (float*)y.Pointer, Rows = rows, Length = length, IsLog = false };
            LaneWidth.Run(ref call);
            return;
        }
        SoftmaxLines.Run(x.Split(op.Axis), new Lines<T>(x.Pointer, y.Pointer));
    }

    private readonly struct Lines<T>(T* x, T* y) : ISoftmaxLines
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Line(long offset, int n) => Line(new ReadOnlySpan<T>(x + offset, n), new Span<T>(y + offset, n));

        public void Columns(long offset, int n, int stride, int width) => Columns(x + offset, y + offset, n, stride, width);

        private static void Line(ReadOnlySpan<T> x, Span<T> y)
        {
            TensorPrimitives.Subtract(x, TensorPrimitives.Max(x), y);
            TensorPrimitives.Exp(y, y);
            TensorPrimitives.Multiply(y, T.One / TensorPrimitives.Sum<T>(y), y);
        }

        private static void Columns(T* x, T* y, int n, int stride, int width)
        {
            var scratch = new Span<T>(Scratch.Own<T>(2 * width), 2 * width);
            Span<T> max = scratch[..width], sum = scratch[width..];
            SoftmaxLines.Exponentials(x, y, n, stride, max, sum);
            for (int i = 0; i < n; i++)
            {
                var row = new Span<T>(y + ((long)i * stride), width);
                TensorPrimitives.Divide(row, sum, row);
            }
        }
    }
}

/// <summary>(dy − Σ dy·y)·y.</summary>
internal sealed unsafe class SoftmaxGradKernel : FloatKernel<SoftmaxGradOp>
{
    protected override void Run<T>(SoftmaxGradOp op, KernelContext k)
    {
        Data<T> y = k.In<T>("Out"), dy = k.In<T>("GradOut"), dx = k.Out<T>("GradX");
        if (y.Length == 0)
            return;
        SoftmaxLines.Run(y.Split(op.Axis), new Lines<T>(y.Pointer, dy.Pointer, dx.Pointer));
    }

    private readonly struct Lines<T>(T* y, T* dy, T* dx) : ISoftmaxLines
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Line(long offset, int n)
        {
            ReadOnlySpan<T> p = new(y + offset, n), d = new(dy + offset, n);
            var to = new Span<T>(dx + offset, n);
            TensorPrimitives.Subtract(d, TensorPrimitives.Dot(d, p), to);
            TensorPrimitives.Multiply(to, p, to);
        }

        public void Columns(long offset, int n, int stride, int width)
        {
            var dot = new Span<T>(Scratch.Own<T>(width), width);
            dot.Clear();
            for (int i = 0; i < n; i++)
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(y + offset + ((long)i * stride), width), new ReadOnlySpan<T>(dy + offset + ((long)i * stride), width), dot, dot);
            for (int i = 0; i < n; i++)
            {
                var to = new Span<T>(dx + offset + ((long)i * stride), width);
                TensorPrimitives.Subtract(new ReadOnlySpan<T>(dy + offset + ((long)i * stride), width), dot, to);
                TensorPrimitives.Multiply(to, new ReadOnlySpan<T>(y + offset + ((long)i * stride), width), to);
            }
        }
    }
}

/// <summary>x − max x − log Σ exp(x − max x).</summary>
internal sealed unsafe class LogSoftmaxKernel : FloatKernel<LogSoftmaxOp>
{
    protected override void Run<T>(LogSoftmaxOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        if (x.Length == 0)
            return;
        if (typeof(T) == typeof(float) && x.Split(op.Axis) is (int rows, int length, 1))
        {
            var call = new SoftmaxRows { X = (float*)x.Pointer, Y = (float*)y.Pointer, Rows = rows, Length = length, IsLog = true };
            LaneWidth.Run(ref call);
            return;
        }
        SoftmaxLines.Run(x.Split(op.Axis), new Lines<T>(x.Pointer, y.Pointer));
    }

    private readonly struct Lines<T>(T* x, T* y) : ISoftmaxLines
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Line(long offset, int n) => Line(new ReadOnlySpan<T>(x + offset, n), new Span<T>(y + offset, n));

        public void Columns(long offset, int n, int stride, int width) => Columns(x + offset, y + offset, n, stride, width);

        private static void Line(ReadOnlySpan<T> x, Span<T> y)
        {
            T max = TensorPrimitives.Max(x);
            TensorPrimitives.Subtract(x, max, y);
            TensorPrimitives.Exp(y, y);
            TensorPrimitives.Subtract(x, max + T.Log(TensorPrimitives.Sum<T>(y)), y);
        }

        private static void Columns(T* x, T* y, int n, int stride, int width)
        {
            var scratch = new Span<T>(Scratch.Own<T>(2 * width), 2 * width);
            Span<T> max = scratch[..width], sum = scratch[width..];
            SoftmaxLines.Exponentials(x, y, n, stride, max, sum);
            TensorPrimitives.Log(sum, sum);
            TensorPrimitives.Add(max, sum, max);
            for (int i = 0; i < n; i++)
                TensorPrimitives.Subtract(new ReadOnlySpan<T>(x + ((long)i * stride), width), max, new Span<T>(y + ((long)i * stride), width));
        }
    }
}

/// <summary>dy − exp(y)·Σ dy.</summary>
internal sealed unsafe class LogSoftmaxGradKernel : FloatKernel<LogSoftmaxGradOp>
{
    protected override void Run<T>(LogSoftmaxGradOp op, KernelContext k)
    {
        Data<T> y = k.In<T>("Out"), dy = k.In<T>("GradOut"), dx = k.Out<T>("GradX");
        if (y.Length == 0)
            return;
        SoftmaxLines.Run(y.Split(op.Axis), new Lines<T>(y.Pointer, dy.Pointer, dx.Pointer));
    }

    private readonly struct Lines<T>(T* y, T* dy, T* dx) : ISoftmaxLines
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Line(long offset, int n)
        {
            var d = new ReadOnlySpan<T>(dy + offset, n);
            var to = new Span<T>(dx + offset, n);
            T sum = TensorPrimitives.Sum(d);
            TensorPrimitives.Exp(new ReadOnlySpan<T>(y + offset, n), to);
            TensorPrimitives.MultiplyAdd(to, -sum, d, to);
        }

        public void Columns(long offset, int n, int stride, int width)
        {
            var sum = new Span<T>(Scratch.Own<T>(width), width);
            sum.Clear();
            for (int i = 0; i < n; i++)
                TensorPrimitives.Subtract(sum, new ReadOnlySpan<T>(dy + offset + ((long)i * stride), width), sum);
            for (int i = 0; i < n; i++)
            {
                var to = new Span<T>(dx + offset + ((long)i * stride), width);
                TensorPrimitives.Exp(new ReadOnlySpan<T>(y + offset + ((long)i * stride), width), to);
                TensorPrimitives.MultiplyAdd(to, sum, new ReadOnlySpan<T>(dy + offset + ((long)i * stride), width), to);
            }
        }
    }
}
