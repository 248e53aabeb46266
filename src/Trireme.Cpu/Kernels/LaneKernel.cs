using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>A kernel over floating point numbers whose loops are written over lanes: it is handed the lanes that belong to the numbers.</summary>
internal abstract class LaneKernel<TOp> : FloatKernel<TOp>
    where TOp : Op
{
    protected sealed override void Run<T>(TOp op, KernelContext k)
    {
        if (typeof(T) == typeof(float))
            Run<float, SingleLanes>(op, k);
        else
            Run<double, DoubleLanes>(op, k);
    }

    protected abstract void Run<T, S>(TOp op, KernelContext k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>;
}
