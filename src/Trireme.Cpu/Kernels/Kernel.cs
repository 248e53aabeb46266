using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>The CPU kernel of one operator.</summary>
internal abstract class Kernel<TOp> : Kernel
    where TOp : Op
{
    public sealed override void Run(Op op, KernelContext k) => Run((TOp)op, k);

    protected abstract void Run(TOp op, KernelContext k);
}
