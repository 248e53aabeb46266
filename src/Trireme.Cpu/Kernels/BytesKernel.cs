using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>A kernel that moves elements without looking at them: only their width matters.</summary>
internal abstract class BytesKernel<TOp> : Kernel<TOp>
    where TOp : Op
{
    protected sealed override void Run(TOp op, KernelContext k)
    {
        switch (KernelTypes.Width(k))
        {
            case 1:
                Run<byte>(op, k);
                break;
            case 2:
                Run<ushort>(op, k);
                break;
            case 4:
                Run<uint>(op, k);
                break;
            default:
                Run<ulong>(op, k);
                break;
        }
    }

    /// <summary>The width that decides is that of the first input, or of the first output where there is no input.</summary>
    protected abstract void Run<T>(TOp op, KernelContext k)
        where T : unmanaged;
}
