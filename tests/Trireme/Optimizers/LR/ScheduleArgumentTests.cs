using Trireme.Optimizers.LR;

namespace Trireme.Tests.Optimizers.LR;

/// <summary>Arguments that make no schedule are refused at once, by name and value.</summary>
public class ScheduleArgumentTests
{
    public static TheoryData<string, Func<LRScheduler>> Refused => new()
    {
        { "learningRate is -0.1", () => new ExponentialDecay(-0.1, 0.9) },
        { "learningRate is nan", () => new StepDecay(double.NaN, 3) },
        { "learningRate is inf", () => new NaturalExpDecay(double.PositiveInfinity, 0.1) },
        { "lastEpoch is -2", () => new NaturalExpDecay(0.1, 0.1, lastEpoch: -2) },
        { "gamma is nan", () => new NaturalExpDecay(0.1, double.NaN) },
        { "gamma is -1.0", () => new InverseTimeDecay(0.1, -1) },
        { "gamma is 0.0", () => new ExponentialDecay(0.1, 0) },
        { "dModel is 0", () => new NoamDecay(0, 10) },
        { "warmupSteps is 0", () => new NoamDecay(8, 0) },
        { "boundaries is empty", () => new PiecewiseDecay([], [0.1]) },
        { "values has 2 entries", () => new PiecewiseDecay([1, 2], [0.1, 0.2]) },
        { "has 2 after 5", () => new PiecewiseDecay([5, 2], [0.1, 0.2, 0.3]) },
        { "values is -1.0", () => new PiecewiseDecay([5], [0.1, -1]) },
        { "decaySteps is 0", () => new PolynomialDecay(0.1, 0) },
        { "power is 0.0", () => new PolynomialDecay(0.1, 3, power: 0) },
        { "endLr is -1.0", () => new PolynomialDecay(0.1, 3, endLr: -1) },
        { "learningRate is nan", () => new LinearWarmup(double.NaN, 3, 0, 1) },
        { "It must be greater than startLr, which is 0.5", () => new LinearWarmup(1, 3, 0.5, 0.5) },
        { "warmupSteps is 0", () => new LinearWarmup(1, 0, 0, 1) },
        { "ReduceOnPlateau cannot follow", () => new LinearWarmup(new ReduceOnPlateau(1), 3, 0, 1) },
        { "milestones must ascend", () => new MultiStepDecay(1, [3, 3]) },
        { "gamma is 1.5", () => new MultiStepDecay(1, [3], 1.5) },
        { "gamma is 1.5", () => new StepDecay(1, 3, 1.5) },
        { "stepSize is 0", () => new StepDecay(1, 0) },
        { "mode is 'best'", () => new ReduceOnPlateau(1, "best") },
        { "factor is 1.0", () => new ReduceOnPlateau(1, factor: 1) },
        { "thresholdMode is 'x'", () => new ReduceOnPlateau(1, thresholdMode: "x") },
        { "patience is -1", () => new ReduceOnPlateau(1, patience: -1) },
        { "tMax is 0", () => new CosineAnnealingDecay(1, 0) },
        { "etaMin is -1.0", () => new CosineAnnealingDecay(1, 3, -1) },
        { "t0 is 0", () => new CosineAnnealingWarmRestarts(1, 0) },
        { "tMult is 0", () => new CosineAnnealingWarmRestarts(1, 2, 0) },
        { "totalSteps is 0", () => new OneCycleLR(1, 0) },
        { "phasePct is 1.0", () => new OneCycleLR(1, 10, phasePct: 1) },
        { "phasePct is 0.5", () => new OneCycleLR(1, 10, phasePct: 0.5, threePhase: true) },
        { "annealStrategy is 'sin'", () => new OneCycleLR(1, 10, annealStrategy: "sin") },
        { "divideFactor is 0.0", () => new OneCycleLR(1, 10, divideFactor: 0) },
        { "mode is 'round'", () => new CyclicLR(0.1, 1, 3, mode: "round") },
        { "stepSizeUp is 0", () => new CyclicLR(0.1, 1, 0) },
        { "stepSizeDown is 0", () => new CyclicLR(0.1, 1, 3, 0) },
        { "maxLearningRate is nan", () => new CyclicLR(0.1, double.NaN, 3) },
        { "totalSteps is 0", () => new LinearLR(1, 0) },
        { "startFactor is 0.0", () => new LinearLR(1, 3, 0) },
        { "endFactor is 1.5", () => new LinearLR(1, 3, 0.5, 1.5) },
    };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Is_refused(string message, Func<LRScheduler> build)
        => Assert.Contains(message, Assert.Throws<InvalidArgumentException>(build).Message, StringComparison.Ordinal);

    [Fact]
    public void A_negative_epoch_is_refused()
        => Assert.Contains("epoch is -1", Assert.Throws<InvalidArgumentException>(() => new StepDecay(1, 2).Step(-1)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_schedule_past_its_end_says_so()
    {
        var cycle = new OneCycleLR(1, 4);
        cycle.Step(4);
        Assert.Contains("step 5", Assert.Throws<PreconditionNotMetException>(() => cycle.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_gives_no_number_is_named()
        => Assert.Contains("LambdaDecay: the learning rate of epoch 2 came out as nan", Assert.Throws<PreconditionNotMetException>(() =>
        {
            var decay = new LambdaDecay(1, epoch => epoch < 2 ? 1 : double.NaN);
            decay.Step();
            decay.Step();
        }).Message, StringComparison.Ordinal);

    [Fact]
    public void A_plateau_schedule_wants_its_metric()
    {
        LRScheduler plateau = new ReduceOnPlateau(1);
        Assert.Contains("metric", Assert.Throws<PreconditionNotMetException>(() => plateau.Step()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_metric_that_is_no_number_is_no_improvement(double metric)
    {
        var plateau = new ReduceOnPlateau(1, patience: 1, factor: 0.5);
        plateau.Step(metric);
        plateau.Step(0.3);
        plateau.Step(metric);
        Assert.Equal(1, plateau.LastLr);
        plateau.Step(metric);
        Assert.Equal(0.5, plateau.LastLr);
    }
}
