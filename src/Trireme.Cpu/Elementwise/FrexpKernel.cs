using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>Takes numbers apart into mantissas and exponents.</summary>
internal sealed unsafe class FrexpKernel : FloatKernel<FrexpOp>
{
    protected override void Run<T>(FrexpOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), mantissa = k.Out<T>("Mantissa"), exponent = k.Out<T>("Exponent");
        Workers.For(x.Length, 8, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                T value = x.Pointer[i];
                bool isPlain = T.IsFinite(value) && value != T.Zero;
                int power = isPlain ? T.ILogB(value) + 1 : 0;
                mantissa.Pointer[i] = T.ScaleB(value, -power);
                exponent.Pointer[i] = T.CreateTruncating(power);
            }
        });
    }
}
