using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class AdadeltaKernel : FloatKernel<AdadeltaOp>
{
    protected override void Run<T>(AdadeltaOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        T rate = k.In<T>("LearningRate")[0];
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(rate),
            Rho = new Vector<T>(T.CreateTruncating(op.Rho)),
            Rest = new Vector<T>(T.CreateTruncating(1.0 - op.Rho)),
            Epsilon = new Vector<T>(T.CreateTruncating(op.Epsilon)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("AvgSquaredGrad").Pointer, k.In<T>("AvgSquaredUpdate").Pointer);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Rate;
        public Vector<T> Rho;
        public Vector<T> Rest;
        public Vector<T> Epsilon;

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            first = (Rho * first) + (Rest * grad * grad);
            Vector<T> update = Vector.SquareRoot((second + Epsilon) / (first + Epsilon)) * grad;
            second = (Rho * second) + (Rest * update * update);
            param -= Rate * update;
        }
    }
}
