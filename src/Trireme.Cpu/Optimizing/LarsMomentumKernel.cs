using System.Numerics;
using System.Runtime.CompilerServices;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class LarsMomentumKernel : FloatKernel<LarsMomentumOp>
{
    // A fixed piece, so that the norms do not depend on the length of one vector sum.
    private const int Piece = 4096;

    protected override void Run<T>(LarsMomentumOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param"), grad = k.In<T>("Grad");
        double rate = double.CreateTruncating(k.In<T>("LearningRate")[0]);
        double paramNorm = Norm<T>(param.Span), gradNorm = Norm<T>(grad.Span);
        if (op.LarsWeightDecay > 0 && paramNorm > 0 && gradNorm > 0)
            rate *= op.LarsCoeff * paramNorm / (gradNorm + (op.LarsWeightDecay * paramNorm));
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(T.CreateTruncating(rate)),
            Mu = new Vector<T>(T.CreateTruncating(op.Mu)),
            Decay = new Vector<T>(T.CreateTruncating(op.LarsWeightDecay)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, grad.Pointer, k.In<T>("Velocity").Pointer);
    }

    private static double Norm<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double squares = 0;
        for (; values.Length > Piece; values = values[Piece..])
            squares += double.CreateTruncating(TensorPrimitives.SumOfSquares(values[..Piece]));
        return Math.Sqrt(squares + double.CreateTruncating(TensorPrimitives.SumOfSquares(values)));
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Mu;
        public Vector<T> Decay;

        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Mu * first) + (Rate * (grad + (Decay * param)));
            param -= first;
        }
    }
}
