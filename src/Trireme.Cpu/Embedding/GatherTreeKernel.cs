using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

internal sealed unsafe class GatherTreeKernel : Kernel<GatherTreeOp>
{
    protected override void Run(GatherTreeOp op, KernelContext k)
    {
        if (k.InMeta("Ids").DType == DType.Int64)
            Walk(k.In<long>("Ids"), k.In<long>("Parents").Pointer, k.Out<long>("Out").Pointer);
        else
            Walk(k.In<int>("Ids"), k.In<int>("Parents").Pointer, k.Out<int>("Out").Pointer);
    }

    private static void Walk<T>(Data<T> ids, T* parents, T* result)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        int steps = ids.Shape[0], batch = ids.Shape[1], beam = ids.Shape[2];
        for (int b = 0; b < batch; b++)
        {
            for (int last = 0; last < beam; last++)
            {
                int at = last;
                for (int step = steps - 1; step >= 0; step--)
                {
                    int row = ((step * batch) + b) * beam;
                    result[row + last] = ids[row + at];
                    long parent = long.CreateChecked(parents[row + at]);
                    if ((ulong)parent >= (ulong)beam)
                        throw new OutOfRangeException($"gather_tree: parent {parent} (step {step}, batch {b}, beam {at}) is outside [0, {beam - 1}].");
                    at = (int)parent;
                }
            }
        }
    }
}
