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
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(rate),
            Decay = new Vector<T>(T.CreateTruncating(op.Decay)),
            Rest = new Vector<T>(T.CreateTruncating(1.0 - op.Decay)),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon)),
            Momentum = new Vector<T>(T.CreateTruncating(op.Momentum)),
            Centered = op.Centered ? ~Vector<T>.Zero : Vector<T>.Zero,
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("MeanSquare").Pointer, k.In<T>("MeanGrad").Pointer, k.In<T>("Moment").Pointer);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Decay;
        public Vector<T> Rest;
        public Vector<T> Epsilon;
        public Vector<T> Momentum;
        public Vector<T> Centered;

        public static int States => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Decay * first) + (Rest * grad * grad);
            second = Vector.ConditionalSelect(Centered, (Decay * second) + (Rest * grad), second);
            Vector<T> variance = first - Vector.ConditionalSelect(Centered, second * second, Vector<T>.Zero);
            third = (Momentum * third) + (Rate * grad / Vector.SquareRoot(variance + Epsilon));
            param -= third;
        }
    }
}
