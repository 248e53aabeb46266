using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class RadamKernel : FloatKernel<RadamOp>
{
    protected override void Run<T>(RadamOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param"), power1 = k.In<T>("Beta1Pow"), power2 = k.In<T>("Beta2Pow"), rho = k.In<T>("Rho");
        double rate = double.CreateTruncating(k.In<T>("LearningRate")[0]), before = double.CreateTruncating(power2[0]);
        double first = op.Beta1 * double.CreateTruncating(power1[0]), second = op.Beta2 * before;
        // 2t·βᵗ/(1 − βᵗ) from the step before: t is what that was, plus 1.
        double longest = (2 / (1 - (double)op.Beta2)) - 1;
        double steps = before >= 1 ? 1 : 1 + (double.CreateTruncating(rho[0]) * (1 - before) / (2 * before));
        double term = 2 * steps * second / (1 - second), length = longest - term;
        bool isRectified = length > 5;
        double rectified = isRectified ? Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) : 1;
        double step = rate / (1 - first) * rectified * (isRectified ? Math.Sqrt(1 - second) : 1);
        var rule = new Rule<T>
        {
            IsRectified = isRectified,
            Rate = new Vector<T>(T.CreateTruncating(step)),
            Beta1 = new Vector<T>(T.CreateTruncating(op.Beta1)),
            Rest1 = new Vector<T>(T.CreateTruncating(1.0 - op.Beta1)),
            Beta2 = new Vector<T>(T.CreateTruncating(op.Beta2)),
            Rest2 = new Vector<T>(T.CreateTruncating(1.0 - op.Beta2)),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Moment1").Pointer, k.In<T>("Moment2").Pointer);
        (power1[0], power2[0], rho[0]) = (T.CreateTruncating(first), T.CreateTruncating(second), T.CreateTruncating(term));
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public bool IsRectified;
        public Vector<T> Rate, Beta1, Rest1, Beta2, Rest2, Epsilon;

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Beta1 * first) + (Rest1 * grad);
            second = (Beta2 * second) + (Rest2 * grad * grad);
            param -= IsRectified ? Rate * first / (Vector.SquareRoot(second) + Epsilon) : Rate * first;
        }
    }
}
