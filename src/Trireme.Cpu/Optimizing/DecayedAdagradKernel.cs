using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class DecayedAdagradKernel : FloatKernel<DecayedAdagradOp>
{
    protected override void Run<T>(DecayedAdagradOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(k.In<T>("LearningRate")[0]),
            Decay = new Vector<T>(T.CreateTruncating(op.Decay)),
            Rest = new Vector<T>(T.CreateTruncating(1.0 - op.Decay)),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Moment").Pointer);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Decay;
        public Vector<T> Rest;
        public Vector<T> Epsilon;

        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Decay * first) + (Rest * grad * grad);
            param -= Rate * grad / (Vector.SquareRoot(first) + Epsilon);
        }
    }
}
