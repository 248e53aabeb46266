using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed class LambKernel : FloatKernel<LambOp>
{
    // A fixed piece, so that the norms do not depend on the number of threads.
    private const int Piece = 4096;

    protected override void Run<T>(LambOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param"), grad = k.In<T>("Grad"), first = k.In<T>("Moment1"), second = k.In<T>("Moment2");
        Data<T> beta1 = k.In<T>("Beta1Pow"), beta2 = k.In<T>("Beta2Pow");
        T b1 = T.CreateTruncating(op.Beta1), b2 = T.CreateTruncating(op.Beta2), epsilon = T.CreateTruncating(op.Epsilon), decay = T.CreateTruncating(op.WeightDecay);
        T c1 = T.One / (T.One - beta1[0]), c2 = T.One / (T.One - beta2[0]);
        var update = new T[param.Length];
        double paramSquares = 0, updateSquares = 0;
        for (int start = 0; start < param.Length; start += Piece)
        {
            int end = Math.Min(param.Length, start + Piece);
            for (int i = start; i < end; i++)
            {
                first[i] = (b1 * first[i]) + ((T.One - b1) * grad[i]);
                second[i] = (b2 * second[i]) + ((T.One - b2) * grad[i] * grad[i]);
                update[i] = (first[i] * c1 / (T.Sqrt(second[i] * c2) + epsilon)) + (decay * param[i]);
            }
            paramSquares += double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(param.Span[start..end]));
            updateSquares += double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(update.AsSpan(start, end - start)));
        }
        double trust = paramSquares > 0 && updateSquares > 0 ? Math.Sqrt(paramSquares / updateSquares) : 1;
        T step = k.In<T>("LearningRate")[0] * T.CreateTruncating(trust);
        for (int i = 0; i < update.Length; i++)
            param[i] -= step * update[i];
        beta1[0] *= b1;
        beta2[0] *= b2;
    }
}
