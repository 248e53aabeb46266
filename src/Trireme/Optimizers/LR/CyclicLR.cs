namespace Trireme.Optimizers.LR;

/// <summary>Triangles between baseLearningRate and maxLearningRate: stepSizeUp steps up, stepSizeDown steps down, over and over.</summary>
/// <remarks>O(1) per step. Step it after every batch. Mirrors paddle.optimizer.lr.CyclicLR; the idea: Smith 2017 (cyclical learning rates).</remarks>
public sealed class CyclicLR : LRScheduler
{
    private readonly double _amplitude;
    private readonly double _cycleSize;
    private readonly double _upShare;
    private readonly Func<double, double> _scale;
    private readonly bool _scaleByCycle;

    /// <summary>Creates the schedule.</summary>
    /// <param name="baseLearningRate">The lower end, and the initial rate.</param>
    /// <param name="maxLearningRate">The upper end, of which the scaling takes away.</param>
    /// <param name="stepSizeUp">The steps of the rising half; at least 1.</param>
    /// <param name="stepSizeDown">The steps of the falling half; as <paramref name="stepSizeUp"/> where null.</param>
    /// <param name="mode"><c>triangular</c> (all cycles alike), <c>triangular2</c> (each cycle half as high) or <c>exp_range</c> (times
    /// <paramref name="expGamma"/> to the power of the step). Not used where <paramref name="scaleFn"/> is given.</param>
    /// <param name="expGamma">The base of <c>exp_range</c>; above 0.</param>
    /// <param name="scaleFn">A factor on the height, given the cycle (from 1) or the step (from 0).</param>
    /// <param name="scaleMode">What <paramref name="scaleFn"/> is given: <c>cycle</c> or <c>iterations</c>.</param>
    /// <param name="lastEpoch">The last step already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public CyclicLR(double baseLearningRate, double maxLearningRate, int stepSizeUp, int? stepSizeDown = null, string mode = "triangular",
        double expGamma = 1.0, Func<double, double>? scaleFn = null, string scaleMode = "cycle", int lastEpoch = -1, bool verbose = false)
        : base(ScheduleArgument.Rate(baseLearningRate, nameof(CyclicLR), nameof(baseLearningRate)), lastEpoch, verbose)
    {
        _amplitude = ScheduleArgument.Rate(maxLearningRate, nameof(CyclicLR), nameof(maxLearningRate)) - baseLearningRate;
        double up = ScheduleArgument.AtLeast(1, stepSizeUp, nameof(CyclicLR), nameof(stepSizeUp));
        double down = ScheduleArgument.AtLeast(1, stepSizeDown ?? stepSizeUp, nameof(CyclicLR), nameof(stepSizeDown));
        _cycleSize = up + down;
        _upShare = up / _cycleSize;
        ScheduleArgument.OneOf(mode, nameof(CyclicLR), nameof(mode), "triangular", "triangular2", "exp_range");
        ScheduleArgument.OneOf(scaleMode, nameof(CyclicLR), nameof(scaleMode), "cycle", "iterations");
        ScheduleArgument.AboveZero(expGamma, nameof(CyclicLR), nameof(expGamma));
        (_scale, _scaleByCycle) = (scaleFn, mode) switch
        {
            ({ } own, _) => (own, scaleMode == "cycle"),
            (_, "triangular2") => (cycle => Math.Pow(2, 1 - cycle), true),
            (_, "exp_range") => (step => Math.Pow(expGamma, step), false),
            _ => ((Func<double, double>)(_ => 1), true),
        };
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr()
    {
        double cycle = 1 + Math.Floor(LastEpoch / _cycleSize);
        double at = 1 + (LastEpoch / _cycleSize) - cycle;
        double height = at <= _upShare ? at / _upShare : (1 - at) / (1 - _upShare);
        return BaseLr + (_amplitude * height * _scale(_scaleByCycle ? cycle : LastEpoch));
    }
}
