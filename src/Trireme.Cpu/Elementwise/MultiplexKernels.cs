using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>Takes each row from the tensor that an index names.</summary>
internal sealed unsafe class MultiplexKernel : Kernel<MultiplexOp>
{
    protected override void Run(MultiplexOp op, KernelContext k)
    {
        TensorMeta y = k.OutMetaAt(0);
        int rows = y.Shape[0], count = k.Count("X");
        long bytes = rows == 0 ? 0 : y.Shape.Numel / rows * y.DType.Size;
        for (int r = 0; r < rows; r++)
        {
            long id = Ids.At(k, r);
            if (id < 0 || id >= count)
                throw new OutOfRangeException($"multiplex: index {id} names no tensor.", $"There are {count}.");
            Buffer.MemoryCopy((byte*)k.InPointerAt(1 + (int)id) + (r * bytes), (byte*)k.OutPointerAt(0) + (r * bytes), bytes, bytes);
        }
    }
}

/// <summary>Copies the rows whose index is a given one; the others are 0.</summary>
internal sealed unsafe class RowsWhereKernel : Kernel<RowsWhereOp>
{
    protected override void Run(RowsWhereOp op, KernelContext k)
    {
        TensorMeta y = k.OutMetaAt(0);
        int rows = y.Shape[0];
        int bytes = rows == 0 ? 0 : checked((int)(y.Shape.Numel / rows * y.DType.Size));
        for (int r = 0; r < rows; r++)
        {
            var to = new Span<byte>((byte*)k.OutPointerAt(0) + ((long)r * bytes), bytes);
            if (Ids.At(k, r) == op.Id)
                new ReadOnlySpan<byte>((byte*)k.InPointerAt(0) + ((long)r * bytes), bytes).CopyTo(to);
            else
                to.Clear();
        }
    }
}

/// <summary>Reads the slot Ids, int32 or int64.</summary>
file static class Ids
{
    public static unsafe long At(KernelContext k, int row)
        => k.InMeta("Ids").DType.Kind == DTypeKind.Int32 ? k.In<int>("Ids")[row] : k.In<long>("Ids")[row];
}
