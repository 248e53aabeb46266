using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class RmspropKernel : FloatKernel<RmspropOp>
{
    protected override void Run<T>(RmspropOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        T rate = k.In<T>("LearningRate")[0];
        T* grad = k.In<T>("Grad").Pointer, square = k.In<T>("MeanSquare").Pointer, moment = k.In<T>("Moment").Pointer;
        var plain = new Plain<T>
        {
            Rate = new Vector<T>(rate),
            Decay = new Vector<T>(T.CreateTruncating(op.Decay)),
            Rest = new Vector<T>(T.CreateTruncating(1.0 - op.Decay)),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon)),
            Momentum = new Vector<T>(T.CreateTruncating(op.Momentum)),
        };
        if (op.Centered)
            Sweep.Run(new Centered<T> { Rule = plain }, param.Length, param.Pointer, grad, square, moment, k.In<T>("MeanGrad").Pointer);
        else
            Sweep.Run(plain, param.Length, param.Pointer, grad, square, moment);
    }

    /// <summary>By the root of the mean square; the mean is not touched.</summary>
    private struct Plain<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Decay;
        public Vector<T> Rest;
        public Vector<T> Epsilon;
        public Vector<T> Momentum;

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Decay * first) + (Rest * grad * grad);
            Move(ref param, grad, first, ref second);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Move(ref Vector<T> param, Vector<T> grad, Vector<T> variance, ref Vector<T> moment)
        {
            moment = (Momentum * moment) + (Rate * grad / Vector.SquareRoot(variance + Epsilon));
            param -= moment;
        }
    }

    /// <summary>By the deviation: the square of the mean is taken off.</summary>
    private struct Centered<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Plain<T> Rule;

        public static int States => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Rule.Decay * first) + (Rule.Rest * grad * grad);
            third = (Rule.Decay * third) + (Rule.Rest * grad);
            Rule.Move(ref param, grad, first - (third * third), ref second);
        }
    }
}
