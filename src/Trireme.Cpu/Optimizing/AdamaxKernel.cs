using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class AdamaxKernel : FloatKernel<AdamaxOp>
{
    protected override void Run<T>(AdamaxOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        T rate = k.In<T>("LearningRate")[0];
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(rate / (T.One - k.In<T>("Beta1Pow")[0])),
            Beta1 = new Vector<T>(T.CreateTruncating(op.Beta1)),
            Rest1 = new Vector<T>(T.CreateTruncating(1.0 - op.Beta1)),
            Beta2 = new Vector<T>(T.CreateTruncating(op.Beta2)),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Moment").Pointer, k.In<T>("InfNorm").Pointer);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Beta1;
        public Vector<T> Rest1;
        public Vector<T> Beta2;
        public Vector<T> Epsilon;

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Beta1 * first) + (Rest1 * grad);
            second = Vector.Max(Vector.Abs(grad), (Beta2 * second) + Epsilon);
            param -= Rate * first / second;
        }
    }
}
