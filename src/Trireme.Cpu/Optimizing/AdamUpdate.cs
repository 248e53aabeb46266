using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Optimizing;

/// <summary>The update of Adam, and with a decay of the parameter itself that of AdamW.</summary>
internal static unsafe class AdamUpdate
{
    /// <summary>Updates the parameter, both moments and both powers.</summary>
    /// <param name="k">The tensors, in slots that both operators have.</param>
    /// <param name="moments">How much of the mean and of the mean square stays.</param>
    /// <param name="epsilon">Added to the root of the mean square.</param>
    /// <param name="ratio">A factor on the learning rate.</param>
    /// <param name="decay">What the parameter loses beforehand, in units of the rate; 0 for Adam.</param>
    public static void Run<T>(KernelContext k, (float First, float Second) moments, float epsilon, double ratio, double decay)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Data<T> param = k.In<T>("Param"), beta1 = k.In<T>("Beta1Pow"), beta2 = k.In<T>("Beta2Pow");
        // In double: 1 - 0.999^t loses most digits of a float in the first steps.
        double correction = Math.Sqrt(1 - double.CreateTruncating(beta2[0]));
        double rate = double.CreateTruncating(k.In<T>("LearningRate")[0]) * ratio;
        double step = rate * correction / (1 - double.CreateTruncating(beta1[0]));
        var rule = new Rule<T>
        {
            Rate = new Vector<T>(T.CreateTruncating(step)),
            Beta1 = new Vector<T>(T.CreateTruncating(moments.First)),
            Rest1 = new Vector<T>(T.CreateTruncating(1.0 - moments.First)),
            Beta2 = new Vector<T>(T.CreateTruncating(moments.Second)),
            Rest2 = new Vector<T>(T.CreateTruncating(1.0 - moments.Second)),
            Epsilon = new Vector<T>(T.CreateTruncating(epsilon * correction)),
            Keep = new Vector<T>(T.CreateTruncating(decay == 0 ? 1 : 1 - (rate * decay))),
        };
        Sweep.Run(rule, param.Length, param.Pointer, k.In<T>("Grad").Pointer, k.In<T>("Moment1").Pointer, k.In<T>("Moment2").Pointer);
        beta1[0] *= T.CreateTruncating(moments.First);
        beta2[0] *= T.CreateTruncating(moments.Second);
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
        public Vector<T> Keep;

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step(ref Vector<T> param, Vector<T> grad, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        {
            param *= Keep;
            first = (Beta1 * first) + (Rest1 * grad);
            second = (Beta2 * second) + (Rest2 * grad * grad);
            param -= Rate * first / (Vector.SquareRoot(second) + Epsilon);
        }
    }
}
