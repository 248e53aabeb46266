using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>Copies.</summary>
internal sealed unsafe class AssignKernel : Kernel<AssignOp>
{
    protected override void Run(AssignOp op, KernelContext k)
    {
        TensorMeta x = k.InMetaAt(0);
        long bytes = x.Shape.Numel * x.DType.Size;
        Buffer.MemoryCopy((void*)k.InPointerAt(0), (void*)k.OutPointerAt(0), bytes, bytes);
    }
}

/// <summary>scale · x + bias.</summary>
internal sealed class ScaleKernel : NumericKernel<ScaleOp>
{
    protected override unsafe void Run<T>(ScaleOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        T scale = k.Has("ScaleTensor") ? k.In<T>("ScaleTensor")[0] : Number<T>(op.Scale);
        T bias = Number<T>(op.Bias);
        if (!op.BiasAfterScale)
            bias *= scale;
        var body = new Body<T>(x.Pointer, y.Pointer, scale, bias);
        if (x.Length < 16_384)
            body.Run(0, x.Length);
        else
            Workers.For(x.Length, 1, body);
    }

    // Unsigned integers wrap as sums and products do: a bias of -1 subtracts 1.
    private static T Number<T>(double value)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => value < 0 && T.MinValue == T.Zero ? T.CreateTruncating((long)value) : T.CreateTruncating(value);

    private readonly unsafe struct Body<T>(T* x, T* y, T scale, T bias) : IRangeBody
        where T : unmanaged, INumber<T>
    {
        public void Run(int start, int end)
        {
            var from = new ReadOnlySpan<T>(x + start, end - start);
            var to = new Span<T>(y + start, end - start);
            if (bias == T.Zero)
                TensorPrimitives.Multiply(from, scale, to);
            else if (scale == T.One)
                TensorPrimitives.Add(from, bias, to);
            else
                Affine(from, to);
        }

        // Tile by tile, so that the product is still in the cache when the bias is added.
        private void Affine(ReadOnlySpan<T> from, Span<T> to)
        {
            for (int i = 0; i < from.Length; i += 2048)
            {
                int n = Math.Min(2048, from.Length - i);
                TensorPrimitives.Multiply(from.Slice(i, n), scale, to.Slice(i, n));
                TensorPrimitives.Add(to.Slice(i, n), bias, to.Slice(i, n));
            }
        }
    }
}

/// <summary>A small operand stretched to a shape, times a factor.</summary>
internal sealed class SpreadKernel : NumericKernel<SpreadOp>
{
    protected override unsafe void Run<T>(SpreadOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        if (y.Length == 0)
            return;
        var body = new Body<T>(k.In<T>("X").Pointer, y.Pointer, k.TryGetKept(out StretchedDims kept) ? kept : k.Keep(new StretchedDims(op.Shape, [op.From])),
            T.CreateTruncating(op.Factor));
        Workers.For(body.Dims.Rows, body.Dims.Inner, body);
    }

    private readonly unsafe struct Body<T>(T* x, T* y, StretchedDims dims, T factor) : IRangeBody
        where T : unmanaged, INumber<T>
    {
        public StretchedDims Dims => dims;

        public void Run(int start, int end)
        {
            int inner = dims.Inner;
            for (int row = start; row < end; row++)
            {
                T* from = x + dims.RowOffset(0, row);
                var to = new Span<T>(y + ((long)row * inner), inner);
                if (dims.InnerStride(0) == 0)
                    to.Fill(*from * factor);
                else if (factor == T.One)
                    new ReadOnlySpan<T>(from, inner).CopyTo(to);
                else
                    TensorPrimitives.Multiply(new ReadOnlySpan<T>(from, inner), factor, to);
            }
        }
    }
}
