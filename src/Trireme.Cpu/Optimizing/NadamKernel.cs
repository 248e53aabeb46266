using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class NadamKernel : FloatKernel<NadamOp>
{
    protected override void Run<T>(NadamOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param"), decay = k.In<T>("MomentumDecayPow"), power = k.In<T>("Beta2Pow"), product = k.In<T>("MuProduct");
        double rate = double.CreateTruncating(k.In<T>("LearningRate")[0]), now = 0.96 * double.CreateTruncating(decay[0]), squared = op.Beta2 * double.CreateTruncating(power[0]);
        double mu = op.Beta1 * (1 - (0.5 * Math.Pow(now, op.MomentumDecay))), next = op.Beta1 * (1 - (0.5 * Math.Pow(0.96 * now, op.MomentumDecay)));
        double all = mu * double.CreateTruncating(product[0]);
        var rule = new Rule<T>
        {
            OfMoment = new Vector<T>(T.CreateTruncating(rate * next / (1 - (all * next)))),
            OfGrad = new Vector<T>(T.CreateTruncating(rate * (1 - mu) / (1 - all))),
            Correction = new Vector<T>(T.CreateTruncating(1 / (1 - squared))),
            Beta1 = new Vector<T>(T.CreateTruncating(op.Beta1)),
            Rest1 = new Vector<T>(T.CreateTruncating(1.0 - op.Beta1)),
            Beta2 = new Vector<T>(T.CreateTruncating(op.Beta2)),
            Rest2 = new Vector<T>(T.CreateTruncating(1.0 - op.Beta2)),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Moment1").Pointer, k.In<T>("Moment2").Pointer);
        (decay[0], power[0], product[0]) = (T.CreateTruncating(now), T.CreateTruncating(squared), T.CreateTruncating(all));
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> OfMoment, OfGrad, Correction, Beta1, Rest1, Beta2, Rest2, Epsilon;

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Beta1 * first) + (Rest1 * grad);
            second = (Beta2 * second) + (Rest2 * grad * grad);
            param -= ((OfMoment * first) + (OfGrad * grad)) / (Vector.SquareRoot(Correction * second) + Epsilon);
        }
    }
}
