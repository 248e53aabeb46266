using System.Numerics;
using System.Numerics.Tensors;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

/// <summary>Lamb in two passes: the moments with both norms, then the step, whose update is worked out again rather than kept.</summary>
internal sealed unsafe class LambKernel : FloatKernel<LambOp>
{
    // A fixed piece, so that the norms do not depend on the number of threads; what a piece reads and writes stays in the first cache level.
    private const int Piece = 1024;

    // Elementary operations an element takes in a pass.
    private const int Cost = 12;

    protected override void Run<T>(LambOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param"), beta1 = k.In<T>("Beta1Pow"), beta2 = k.In<T>("Beta2Pow");
        T b1 = T.CreateTruncating(op.Beta1), b2 = T.CreateTruncating(op.Beta2);
        int n = param.Length, pieces = (n + Piece - 1) / Piece;
        double* squares = Scratch.Get<double>(Scratch.Slot.Partials, 2L * pieces);
        var rule = new Rule<T>
        {
            Param = param.Pointer,
            Grad = k.In<T>("Grad").Pointer,
            First = k.In<T>("Moment1").Pointer,
            Second = k.In<T>("Moment2").Pointer,
            Beta1 = b1,
            Beta2 = b2,
            Scale1 = T.One / (T.One - beta1[0]),
            Scale2 = T.One / (T.One - beta2[0]),
            Epsilon = T.CreateTruncating(op.Epsilon),
            Decay = T.CreateTruncating(op.WeightDecay),
        };
        Workers.ForChunks(n, Piece, Cost, new Moments<T> { Rule = rule, ParamSquares = squares, UpdateSquares = squares + pieces });
        double paramSquares = TensorPrimitives.Sum(new ReadOnlySpan<double>(squares, pieces));
        double updateSquares = TensorPrimitives.Sum(new ReadOnlySpan<double>(squares + pieces, pieces));
        double trust = paramSquares > 0 && updateSquares > 0 ? Math.Sqrt(paramSquares / updateSquares) : 1;
        Workers.ForChunks(n, Piece, Cost, new Steps<T> { Rule = rule, Rate = k.In<T>("LearningRate")[0] * T.CreateTruncating(trust) });
        beta1[0] *= b1;
        beta2[0] *= b2;
    }

    private struct Rule<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* Param, Grad, First, Second;
        public T Beta1, Beta2, Scale1, Scale2, Epsilon, Decay;

        public readonly void UpdateMoments(int start, Span<T> buffer)
        {
            Span<T> grad = new(Grad + start, buffer.Length), first = new(First + start, buffer.Length), second = new(Second + start, buffer.Length);
            TensorPrimitives.Multiply(first, Beta1, first);
            TensorPrimitives.MultiplyAdd(grad, T.One - Beta1, first, first);
            TensorPrimitives.Multiply(grad, grad, buffer);
            TensorPrimitives.Multiply(second, Beta2, second);
            TensorPrimitives.MultiplyAdd(buffer, T.One - Beta2, second, second);
        }

        // The mean over the root of the mean square, and the decay.
        public readonly void Update(int start, Span<T> update)
        {
            TensorPrimitives.Multiply(new ReadOnlySpan<T>(Second + start, update.Length), Scale2, update);
            TensorPrimitives.Sqrt(update, update);
            TensorPrimitives.Add(update, Epsilon, update);
            TensorPrimitives.Divide(new ReadOnlySpan<T>(First + start, update.Length), update, update);
            TensorPrimitives.Multiply(update, Scale1, update);
            TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(Param + start, update.Length), Decay, update, update);
        }
    }

    private struct Moments<T> : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Rule<T> Rule;
        public double* ParamSquares, UpdateSquares;

        public readonly void Run(int start, int end)
        {
            T* buffer = stackalloc T[Piece];
            var update = new Span<T>(buffer, end - start);
            Rule.UpdateMoments(start, update);
            Rule.Update(start, update);
            ParamSquares[start / Piece] = double.CreateTruncating(TensorPrimitives.SumOfSquares(new ReadOnlySpan<T>(Rule.Param + start, end - start)));
            UpdateSquares[start / Piece] = double.CreateTruncating(TensorPrimitives.SumOfSquares<T>(update));
        }
    }

    private struct Steps<T> : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Rule<T> Rule;
        public T Rate;

        public readonly void Run(int start, int end)
        {
            T* buffer = stackalloc T[Piece];
            var update = new Span<T>(buffer, end - start);
            var param = new Span<T>(Rule.Param + start, end - start);
            Rule.Update(start, update);
            TensorPrimitives.MultiplyAdd(update, -Rate, param, param);
        }
    }
}
