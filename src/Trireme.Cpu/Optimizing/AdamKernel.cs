using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed class AdamKernel : FloatKernel<AdamOp>
{
    protected override void Run<T>(AdamOp op, KernelContext k) => AdamUpdate.Run<T>(k, (op.Beta1, op.Beta2), op.Epsilon, ratio: 1, decay: 0);
}
