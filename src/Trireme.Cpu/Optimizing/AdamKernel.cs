using System.Numerics;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class AdamKernel : FloatKernel<AdamOp>
{
    protected override void Run<T>(AdamOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        T rate = k.In<T>("LearningRate")[0];
        Data<T> beta1 = k.In<T>("Beta1Pow"), beta2 = k.In<T>("Beta2Pow");
        // In double: 1 - 0.999^t loses most digits of a float in the first steps.
        double correction = Math.Sqrt(1 - double.CreateTruncating(beta2[0]));
        double step = double.CreateTruncating(rate) * correction / (1 - double.CreateTruncating(beta1[0]));
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(T.CreateTruncating(step)),
            Beta1 = new Vector<T>(T.CreateTruncating(op.Beta1)),
            Rest1 = new Vector<T>(T.CreateTruncating(1.0 - op.Beta1)),
            Beta2 = new Vector<T>(T.CreateTruncating(op.Beta2)),
            Rest2 = new Vector<T>(T.CreateTruncating(1.0 - op.Beta2)),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon * correction)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Moment1").Pointer, k.In<T>("Moment2").Pointer);
        beta1[0] *= T.CreateTruncating(op.Beta1);
        beta2[0] *= T.CreateTruncating(op.Beta2);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Beta1;
        public Vector<T> Rest1;
        public Vector<T> Beta2;
        public Vector<T> Rest2;
        public Vector<T> Epsilon;

        public static int States => 2;

        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Beta1 * first) + (Rest1 * grad);
            second = (Beta2 * second) + (Rest2 * grad * grad);
            param -= Rate * first / (Vector.SquareRoot(second) + Epsilon);
        }
    }
}
