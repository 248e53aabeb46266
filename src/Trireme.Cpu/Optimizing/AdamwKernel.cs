using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed class AdamwKernel : FloatKernel<AdamwOp>
{
    protected override void Run<T>(AdamwOp op, KernelContext k)
        => AdamUpdate.Run<T>(k, (op.Beta1, op.Beta2), op.Epsilon, op.LrRatio, op.WithDecay ? op.Coeff : 0);
}
