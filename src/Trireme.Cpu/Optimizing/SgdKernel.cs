using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class SgdKernel : FloatKernel<SgdOp>
{
    protected override void Run<T>(SgdOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        T rate = k.In<T>("LearningRate")[0];
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(rate),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;

        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            param -= Rate * grad;
        }
    }
}
