using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed class AverageAccumulatesKernel : FloatKernel<AverageAccumulatesOp>
{
    // After so many updates the first sum moves into the second: parameters are then not added to something many times larger.
    private const long SumsMoveAfter = 16384;

    protected override void Run<T>(AverageAccumulatesOp op, KernelContext k)
    {
        Span<T> first = k.In<T>("in_sum_1").Span, second = k.In<T>("in_sum_2").Span, third = k.In<T>("in_sum_3").Span;
        ref long count = ref k.In<long>("in_num_accumulates").Span[0], before = ref k.In<long>("in_old_num_accumulates").Span[0], updates = ref k.In<long>("in_num_updates").Span[0];
        updates++;
        count++;
        TensorPrimitives.Add(first, k.In<T>("param").Span, first);
        if (updates % SumsMoveAfter == 0)
        {
            TensorPrimitives.Add(second, first, second);
            first.Clear();
        }
        if (count < op.MinAverageWindow || count < Math.Min(op.MaxAverageWindow, (long)(updates * (double)op.AverageWindow)))
            return;
        TensorPrimitives.Add(first, second, third);
        first.Clear();
        second.Clear();
        before = count;
        count = 0;
    }
}
