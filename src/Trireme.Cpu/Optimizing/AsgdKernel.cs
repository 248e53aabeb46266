using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class AsgdKernel : FloatKernel<AsgdOp>
{
    protected override void Run<T>(AsgdOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param"), count = k.In<T>("M");
        long steps = long.CreateTruncating(count[0]);
        var rule = new Rule<T> { Rate = new Vector<T>(k.In<T>("LearningRate")[0] / T.CreateTruncating(Math.Min(steps + 1, op.BatchNum))) };
        T* slot = k.In<T>("Y").Pointer + (steps % op.BatchNum * param.Length);
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("D").Pointer, slot);
        // A float counts exactly to 2²⁴; from there on only the place among the remembered gradients matters.
        count[0] = T.CreateTruncating(steps + 1 < 1 << 24 ? steps + 1 : op.BatchNum + ((steps + 1) % op.BatchNum));
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first += grad - second;
            second = grad;
            param -= Rate * first;
        }
    }
}
