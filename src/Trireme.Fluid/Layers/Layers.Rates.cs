using Trireme.Static;

namespace Trireme.Fluid;

/// <content>Learning rates that a program computes from the number of its runs, <c>@LR_DECAY_COUNTER@</c>. Pass the result as an optimizer's rate.</content>
public static partial class Layers
{
    private const string RateCounter = "@LR_DECAY_COUNTER@";

    /// <summary>learningRate · decayRate^(step / decaySteps).</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="decaySteps">After how many steps it is multiplied once.</param>
    /// <param name="decayRate">The factor.</param>
    /// <param name="staircase">Whether it is multiplied only every <paramref name="decaySteps"/> steps.</param>
    /// <remarks>Mirrors fluid.layers.exponential_decay.</remarks>
    public static Tensor ExponentialDecay(double learningRate, int decaySteps, double decayRate, bool staircase = false)
        => Rate(0, step => (Part(step, decaySteps, staircase) * Math.Log(decayRate)).Exp() * learningRate);

    /// <summary>learningRate · exp(−decayRate · step / decaySteps).</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="decaySteps">The unit of time.</param>
    /// <param name="decayRate">The decay in a unit.</param>
    /// <param name="staircase">Whether only whole units count.</param>
    /// <remarks>Mirrors fluid.layers.natural_exp_decay.</remarks>
    public static Tensor NaturalExpDecay(double learningRate, int decaySteps, double decayRate, bool staircase = false)
        => Rate(0, step => (Part(step, decaySteps, staircase) * -decayRate).Exp() * learningRate);

    /// <summary>learningRate / (1 + decayRate · step / decaySteps).</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="decaySteps">The unit of time.</param>
    /// <param name="decayRate">The decay in a unit.</param>
    /// <param name="staircase">Whether only whole units count.</param>
    /// <remarks>Mirrors fluid.layers.inverse_time_decay.</remarks>
    public static Tensor InverseTimeDecay(double learningRate, int decaySteps, double decayRate, bool staircase = false)
        => Rate(0, step => learningRate / ((Part(step, decaySteps, staircase) * decayRate) + 1));

    /// <summary>From a rate to another along a power of the time that is left.</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="decaySteps">How many steps it takes.</param>
    /// <param name="endLearningRate">The last rate.</param>
    /// <param name="power">The power.</param>
    /// <param name="cycle">Whether it begins anew, longer each time.</param>
    /// <remarks>Mirrors fluid.layers.polynomial_decay.</remarks>
    public static Tensor PolynomialDecay(double learningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1.0, bool cycle = false)
        => Rate(0, step =>
        {
            Tensor part = cycle ? step / ((step / decaySteps).Ceil().Clip(min: 1.0) * decaySteps) : step.Clip(max: (double)decaySteps) / decaySteps;
            return ((1 - part).Pow(power) * (learningRate - endLearningRate)) + endLearningRate;
        });

    /// <summary>One rate up to each boundary.</summary>
    /// <param name="boundaries">The steps at which the rate changes, rising.</param>
    /// <param name="values">The rates; one more than boundaries.</param>
    /// <exception cref="InvalidArgumentException">The numbers do not fit, or the boundaries do not rise.</exception>
    /// <remarks>Mirrors fluid.layers.piecewise_decay.</remarks>
    public static Tensor PiecewiseDecay(IReadOnlyList<int> boundaries, IReadOnlyList<double> values)
    {
        RequirePieces("piecewise_decay", boundaries, values);
        return Rate(0, step =>
        {
            Tensor rate = FillConstant(1, DType.Float32, values[0]);
            for (int i = 0; i < boundaries.Count; i++)
                rate += step.GreaterEqual(FillConstant(1, DType.Float32, boundaries[i])).Cast(DType.Float32) * (values[i + 1] - values[i]);
            return rate;
        });
    }

    /// <summary>learningRate · ½ (cos(epoch · π / epochs) + 1).</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="stepEachEpoch">How many steps an epoch has.</param>
    /// <param name="epochs">How many epochs there are.</param>
    /// <remarks>Mirrors fluid.layers.cosine_decay.</remarks>
    public static Tensor CosineDecay(double learningRate, int stepEachEpoch, int epochs)
        => Rate(0, step => (((step / stepEachEpoch).Floor() * (Math.PI / epochs)).Cos() + 1) * (0.5 * learningRate));

    /// <summary>dModel^−½ · min(step^−½, step · warmupSteps^−1½), steps counted from 1.</summary>
    /// <param name="dModel">The number of features.</param>
    /// <param name="warmupSteps">How many steps the rate rises.</param>
    /// <remarks>Mirrors fluid.layers.noam_decay; Vaswani et al. 2017.</remarks>
    public static Tensor NoamDecay(int dModel, int warmupSteps)
        => Rate(1, step => step.Pow(-0.5).Minimum(step * Math.Pow(warmupSteps, -1.5)) * Math.Pow(dModel, -0.5));

    /// <summary>A straight rise, then another rate.</summary>
    /// <param name="learningRate">The rate after it, as another of these functions gives it.</param>
    /// <param name="warmupSteps">How many steps the rate rises.</param>
    /// <param name="startLr">Where it begins.</param>
    /// <param name="endLr">Where it ends.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="endLr"/> is not above <paramref name="startLr"/>.</exception>
    /// <remarks>Mirrors fluid.layers.linear_lr_warmup.</remarks>
    public static Tensor LinearLrWarmup(Tensor learningRate, int warmupSteps, double startLr, double endLr)
    {
        if (!(endLr > startLr) || warmupSteps < 1)
            throw new InvalidArgumentException($"linear_lr_warmup: {warmupSteps} steps from {startLr} to {endLr} are no rise.", null,
                "endLr must be above startLr.");
        return Rate(0, step =>
        {
            Tensor rises = step.LessThan(FillConstant(1, DType.Float32, warmupSteps)).Cast(DType.Float32);
            Tensor rising = (step * ((endLr - startLr) / warmupSteps)) + startLr;
            return (rises * rising) + ((1 - rises) * learningRate);
        });
    }

    /// <summary>The same before a rate that stays.</summary>
    /// <param name="learningRate">The rate after it.</param>
    /// <param name="warmupSteps">How many steps the rate rises.</param>
    /// <param name="startLr">Where it begins.</param>
    /// <param name="endLr">Where it ends.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="endLr"/> is not above <paramref name="startLr"/>.</exception>
    /// <remarks>Mirrors fluid.layers.linear_lr_warmup.</remarks>
    public static Tensor LinearLrWarmup(double learningRate, int warmupSteps, double startLr, double endLr)
        => LinearLrWarmup(FillConstant(1, DType.Float32, learningRate), warmupSteps, startLr, endLr);

    private static Tensor Rate(int begin, Func<Tensor, Tensor> rate)
    {
        using Recorder.Mode on = Recorder.Set(on: true);
        Tensor computed = rate(AutoincreasedStepCounter(RateCounter, begin).Cast(DType.Float32));
        computed.StopGradient = true;
        return computed;
    }

    private static Tensor Part(Tensor step, int decaySteps, bool staircase)
    {
        Tensor part = step / decaySteps;
        return staircase ? part.Floor() : part;
    }

    internal static void RequirePieces(string type, IReadOnlyList<int> boundaries, IReadOnlyList<double> values)
    {
        if (values.Count != boundaries.Count + 1 || boundaries.Zip(boundaries.Skip(1)).Any(p => p.First >= p.Second))
        {
            throw new InvalidArgumentException($"{type}: the boundaries [{string.Join(", ", boundaries)}] and {values.Count} values do not fit.", null,
                "Give rising boundaries and one value more.");
        }
    }
}
