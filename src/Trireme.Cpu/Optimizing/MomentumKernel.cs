using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class MomentumKernel : FloatKernel<MomentumOp>
{
    protected override void Run<T>(MomentumOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        T rate = k.In<T>("LearningRate")[0];
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(rate),
            Mu = new Vector<T>(T.CreateTruncating(op.Mu)),
            Nesterov = op.UseNesterov ? ~Vector<T>.Zero : Vector<T>.Zero,
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Velocity").Pointer);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Mu;
        public Vector<T> Nesterov;

        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Mu * first) + grad;
            // Nesterov is a mask of ones or zeros: without it the step is the velocity itself.
            param -= Rate * Vector.ConditionalSelect(Nesterov, grad + (Mu * first), first);
        }
    }
}
