using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>A kernel over any numbers; bool counts as the numbers 0 and 1 in bytes, half precision is widened to float.</summary>
internal abstract class NumericKernel<TOp> : Kernel<TOp>
    where TOp : Op
{
    protected sealed override void Run(TOp op, KernelContext k)
    {
        switch (KernelTypes.First(k))
        {
            case DTypeKind.Float32:
                Run<float>(op, k);
                break;
            case DTypeKind.Float64:
                Run<double>(op, k);
                break;
            case DTypeKind.Int64:
                Run<long>(op, k);
                break;
            case DTypeKind.Int32:
                Run<int>(op, k);
                break;
            case DTypeKind.Int16:
                Run<short>(op, k);
                break;
            case DTypeKind.Int8:
                Run<sbyte>(op, k);
                break;
            case DTypeKind.UInt64:
                Run<ulong>(op, k);
                break;
            case DTypeKind.UInt8 or DTypeKind.Bool:
                Run<byte>(op, k);
                break;
            default:
                HalfPrecision.Run(op, k, this);
                break;
        }
    }

    /// <summary>The element type that decides is that of the first input, or of the first output where there is no input.</summary>
    protected abstract void Run<T>(TOp op, KernelContext k)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}
