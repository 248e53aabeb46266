using System.Numerics.Tensors;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class LookupTableKernel : BytesKernel<LookupTableOp>
{
    protected override void Run<T>(LookupTableOp op, KernelContext k)
    {
        Data<T> table = k.In<T>("W");
        int rows = table.Shape[0], width = table.Shape[1];
        T* from = table.Pointer, to = k.Out<T>("Out").Pointer;
        bool wide = k.InMeta("Ids").DType == DType.Int64;
        long* ids64 = wide ? k.In<long>("Ids").Pointer : null;
        int* ids32 = wide ? null : k.In<int>("Ids").Pointer;
        int count = (int)k.InMeta("Ids").Shape.Numel;
        long padding = op.PaddingIdx;
        Rows.Check(ids64, ids32, count, rows, op.Info.Type);
        Workers.For(count, width, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                long id = ids64 == null ? ids32[i] : ids64[i];
                var row = new Span<T>(to + ((long)i * width), width);
                if (id == padding)
                    row.Clear();
                else
                    new ReadOnlySpan<T>(from + (id * width), width).CopyTo(row);
            }
        });
    }
}

internal sealed unsafe class LookupTableGradKernel : FloatKernel<LookupTableGradOp>
{
    private const int Block = 64;

    // A worker owns columns, not ids: no two add to the same place, and each place is summed in the order of the ids.
    protected override void Run<T>(LookupTableGradOp op, KernelContext k)
    {
        Data<T> grads = k.Out<T>("WGrad");
        int width = grads.Shape[1], count = (int)k.InMeta("Ids").Shape.Numel;
        T* from = k.In<T>("OutGrad").Pointer, to = grads.Pointer;
        bool wide = k.InMeta("Ids").DType == DType.Int64;
        long* ids64 = wide ? k.In<long>("Ids").Pointer : null;
        int* ids32 = wide ? null : k.In<int>("Ids").Pointer;
        long padding = op.PaddingIdx;
        Rows.Check(ids64, ids32, count, op.Rows, op.Info.Type);
        grads.Span.Clear();
        Workers.For((width + Block - 1) / Block, (long)count * Block, (start, end) =>
        {
            int first = start * Block, length = Math.Min(width, end * Block) - first;
            for (int i = 0; i < count; i++)
            {
                long id = ids64 == null ? ids32[i] : ids64[i];
                if (id == padding)
                    continue;
                var sum = new Span<T>(to + (id * width) + first, length);
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>(from + ((long)i * width) + first, length), sum);
            }
        });
    }
}

/// <summary>Ids of rows, checked before any work.</summary>
internal static unsafe class Rows
{
    public static void Check(long* wide, int* narrow, int count, int rows, string op)
    {
        for (int i = 0; i < count; i++)
        {
            long id = wide == null ? narrow[i] : wide[i];
            if ((ulong)id >= (ulong)rows)
                throw new OutOfRangeException($"{op}: id {id} (element {i}) is outside [0, {rows - 1}].", $"The table has {rows} rows.", "Correct the ids or make the table larger.");
        }
    }
}
