using System.Numerics;
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
        int count = k.Count("X");
        var terms = (T**)Scratch.Get<nint>(Scratch.Slot.Shared, count);
        for (int i = 0; i < count; i++)
            terms[i] = k.In<T>("X", i).Pointer;
        Workers.ForChunks(y.Length, Tile, count, new TileBody<T> { Terms = terms, Count = count, Sum = y.Pointer });
    }

    private struct TileBody<T> : IRangeBody
        where T : unmanaged, INumber<T>
    {
        public T** Terms;
        public T* Sum;
        public int Count;

        public readonly void Run(int start, int end)
        {
            var sum = new Span<T>(Sum + start, end - start);
            new ReadOnlySpan<T>(Terms[0] + start, sum.Length).CopyTo(sum);
            for (int i = 1; i < Count; i++)
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>(Terms[i] + start, sum.Length), sum);
        }
    }
}
