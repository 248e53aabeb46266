using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>Adds any number of tensors, tile by tile, so that the partial sum stays in the cache.</summary>
internal sealed unsafe class AddNKernel : NumericKernel<AddNOp>
{
    private const int Tile = 4096;

    protected override void Run<T>(AddNOp op, KernelContext k)
    {
        Data<T> y = k.Out<T>("Out");
        var x = new nint[k.Count("X")];
        for (int i = 0; i < x.Length; i++)
            x[i] = (nint)k.In<T>("X", i).Pointer;
        Workers.ForChunks(y.Length, Tile, x.Length, (start, end) =>
        {
            var sum = new Span<T>(y.Pointer + start, end - start);
            new ReadOnlySpan<T>((T*)x[0] + start, sum.Length).CopyTo(sum);
            for (int i = 1; i < x.Length; i++)
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>((T*)x[i] + start, sum.Length), sum);
        });
    }
}
