using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Cpu.Kernels;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

internal sealed unsafe class RpropKernel : FloatKernel<RpropOp>
{
    protected override void Run<T>(RpropOp op, KernelContext k)
    {
        Data<T> param = k.In<T>("Param");
        var rule = new Rule<T>
        {
            Least = new Vector<T>(T.CreateTruncating(op.RateMin)),
            Most = new Vector<T>(T.CreateTruncating(op.RateMax)),
            Shrink = new Vector<T>(T.CreateTruncating(op.EtaNegative)),
            Grow = new Vector<T>(T.CreateTruncating(op.EtaPositive)),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Prev").Pointer, k.In<T>("LearningRate").Pointer);
    }

    private struct Rule<T> : IUpdateRule<T>
        where T : unmanaged
    {
        public Vector<T> Least, Most, Shrink, Grow;

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            Vector<T> same = grad * first, zero = Vector<T>.Zero, turned = Vector.LessThan(same, zero);
            Vector<T> factor = Vector.ConditionalSelect(Vector.GreaterThan(same, zero), Grow, Vector.ConditionalSelect(turned, Shrink, Vector<T>.One));
            second = Vector.Min(Vector.Max(second * factor, Least), Most);
            first = Vector.ConditionalSelect(turned, zero, grad);
            param -= Vector.ConditionalSelect(Vector.GreaterThan(first, zero), second, Vector.ConditionalSelect(Vector.LessThan(first, zero), -second, zero));
        }
    }
}
