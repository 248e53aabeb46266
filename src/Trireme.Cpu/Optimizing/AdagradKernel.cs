using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class AdagradKernel : FloatKernel<AdagradOp>
{
    protected override void Run<T>(AdagradOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        T rate = k.In<T>("LearningRate")[0];
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(rate),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Moment").Pointer);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Epsilon;

        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first += grad * grad;
            param -= Rate * grad / (Vector.SquareRoot(first) + Epsilon);
        }
    }
}
