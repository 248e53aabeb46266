using System.Numerics;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Activation;

/// <summary>The largest of each group of channels.</summary>
internal sealed unsafe class MaxoutKernel : FloatKernel<MaxoutOp>
{
    protected override void Run<T>(MaxoutOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        (int outer, int channels, int inner) = y.Split(op.Axis);
        Workers.For(outer * channels, (long)inner * op.Groups, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                for (int i = 0; i < inner; i++)
                    y[(row * inner) + i] = x[First(x, row, i, op.Groups, inner)];
            }
        });
    }

    /// <summary>Where the first largest element of a group lies.</summary>
    internal static int First<T>(Data<T> x, int row, int i, int groups, int inner)
        where T : unmanaged, INumber<T>
    {
        int best = (row * groups * inner) + i;
        for (int g = 1; g < groups; g++)
        {
            int at = (((row * groups) + g) * inner) + i;
            if (x[at] > x[best])
                best = at;
        }
        return best;
    }
}

/// <summary>Sends each gradient to the element that won.</summary>
internal sealed unsafe class MaxoutGradKernel : FloatKernel<MaxoutGradOp>
{
    protected override void Run<T>(MaxoutGradOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), dy = k.In<T>("GradOut"), dx = k.Out<T>("GradX");
        (int outer, int channels, int inner) = dy.Split(op.Axis);
        dx.Span.Clear();
        Workers.For(outer * channels, (long)inner * op.Groups, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                for (int i = 0; i < inner; i++)
                    dx[MaxoutKernel.First(x, row, i, op.Groups, inner)] = dy[(row * inner) + i];
            }
        });
    }
}

/// <summary>Takes a value from where each winner lies.</summary>
internal sealed unsafe class MaxoutPickKernel : FloatKernel<MaxoutPickOp>
{
    protected override void Run<T>(MaxoutPickOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.In<T>("Y"), picked = k.Out<T>("Out");
        (int outer, int channels, int inner) = picked.Split(op.Axis);
        Workers.For(outer * channels, (long)inner * op.Groups, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                for (int i = 0; i < inner; i++)
                    picked[(row * inner) + i] = y[MaxoutKernel.First(x, row, i, op.Groups, inner)];
            }
        });
    }
}
