using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>
/// A kernel over floating point numbers, written once for float and double. Inputs in half precision are widened to float and the
/// results rounded, so every operator has the accuracy of float inside.
/// </summary>
internal abstract class FloatKernel<TOp> : Kernel<TOp>
    where TOp : Op
{
    protected sealed override void Run(TOp op, KernelContext k)
    {
        switch (KernelTypes.Floating(k))
        {
            case DTypeKind.Float64:
                Run<double>(op, k);
                break;
            case DTypeKind.Float16 or DTypeKind.BFloat16:
                HalfPrecision.Run(op, k, this);
                break;
            default:
                Run<float>(op, k);
                break;
        }
    }

    protected abstract void Run<T>(TOp op, KernelContext k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>;
}
