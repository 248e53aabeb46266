using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>The optimizers of fluid.optimizer: <c>Optimizer.SGD(learningRate: 0.01).Minimize(loss)</c>.</summary>
/// <remarks>They are those of Trireme.Optimizers with the arguments of 1.5. <c>regularization</c> is the penalty on weights.</remarks>
public static partial class Optimizer
{
    /// <summary>Stochastic gradient descent.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.SGD.</remarks>
    public static SGD SGD(LearningRate learningRate, WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => Make(() => new SGD(learningRate, parameterList, regularization, Clip.Current, name: name));

    /// <summary>Gradient descent with momentum.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="momentum">How much of the velocity stays.</param>
    /// <param name="useNesterov">Whether the gradient is looked at ahead.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.Momentum.</remarks>
    public static Momentum Momentum(LearningRate learningRate, double momentum, bool useNesterov = false, WeightDecay? regularization = null,
        string? name = null, ParameterSet? parameterList = null)
        => Make(() => new Momentum(learningRate, momentum, parameterList, useNesterov, regularization, Clip.Current, name: name));

    /// <summary>Adam.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; 0.001 where null.</param>
    /// <param name="beta1">The decay of the first moment.</param>
    /// <param name="beta2">The decay of the second moment.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="lazyMode">Kept for Paddle's signature.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.Adam.</remarks>
    public static Adam Adam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        WeightDecay? regularization = null, string? name = null,
        bool lazyMode = false, ParameterSet? parameterList = null)
        => Make(() => new Adam(learningRate, beta1, beta2, epsilon, parameterList, regularization, Clip.Current, lazyMode, name: name));

    /// <summary>Adamax.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; 0.001 where null.</param>
    /// <param name="beta1">The decay of the first moment.</param>
    /// <param name="beta2">The decay of the infinity norm.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.Adamax.</remarks>
    public static Adamax Adamax(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        WeightDecay? regularization = null, string? name = null,
        ParameterSet? parameterList = null)
        => Make(() => new Adamax(learningRate, beta1, beta2, epsilon, parameterList, regularization, Clip.Current, name));

    /// <summary>Adagrad.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="initialAccumulatorValue">Where the sums of squares begin.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.Adagrad.</remarks>
    public static Adagrad Adagrad(LearningRate learningRate, double epsilon = 1e-6, WeightDecay? regularization = null, string? name = null,
        double initialAccumulatorValue = 0.0,
        ParameterSet? parameterList = null)
        => Make(() => new Adagrad(learningRate, epsilon, parameterList, regularization, Clip.Current, name, initialAccumulatorValue));

    /// <summary>Adadelta, which finds its steps itself.</summary>
    /// <param name="learningRate">Kept for Paddle's signature: in 1.5 the rate does not scale the steps.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="rho">The decay of the mean squares.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.Adadelta.</remarks>
    public static Adadelta Adadelta(LearningRate learningRate, double epsilon = 1e-6, double rho = 0.95, WeightDecay? regularization = null,
        string? name = null, ParameterSet? parameterList = null)
        => Make(() => new Adadelta(1.0, epsilon, rho, parameterList, regularization, Clip.Current, name));

    /// <summary>RMSProp.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="rho">The decay of the mean squares.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="momentum">How much of the velocity stays.</param>
    /// <param name="centered">Whether the variance takes the mean square's place.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.RMSProp.</remarks>
    public static RMSProp RMSProp(LearningRate learningRate, double rho = 0.95, double epsilon = 1e-6, double momentum = 0.0, bool centered = false,
        WeightDecay? regularization = null,
        string? name = null, ParameterSet? parameterList = null)
        => Make(() => new RMSProp(learningRate, rho, epsilon, momentum, centered, parameterList, regularization, Clip.Current, name));

    /// <summary>Lamb.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; 0.001 where null.</param>
    /// <param name="lambWeightDecay">The decoupled decay of the weights.</param>
    /// <param name="beta1">The decay of the first moment.</param>
    /// <param name="beta2">The decay of the second moment.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights, beside the decay.</param>
    /// <param name="excludeFromWeightDecayFn">Which parameters do not decay.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.Lamb.</remarks>
    public static Lamb Lamb(LearningRate? learningRate = null, double lambWeightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6,
        WeightDecay? regularization = null, Func<Parameter, bool>? excludeFromWeightDecayFn = null, string? name = null, ParameterSet? parameterList = null)
        => Make(() => new Lamb(regularization, learningRate, lambWeightDecay, beta1, beta2, epsilon, parameterList, Clip.Current, excludeFromWeightDecayFn, name));

    /// <summary>Adagrad whose sums of squares decay.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="decay">The decay of the mean squares.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.DecayedAdagrad.</remarks>
    public static DecayedAdagradOptimizer DecayedAdagrad(LearningRate learningRate, double decay = 0.95, double epsilon = 1e-6,
        WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => Make(() => new DecayedAdagradOptimizer(learningRate, decay, epsilon, regularization, name, parameterList));

    /// <summary>Ftrl: follow the regularized leader.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; above 0.</param>
    /// <param name="l1">The L1 penalty: weights below it are exactly 0.</param>
    /// <param name="l2">The L2 penalty.</param>
    /// <param name="lrPower">With which power of the sum of squares the rate falls.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.Ftrl; McMahan et al. 2013.</remarks>
    public static FtrlOptimizer Ftrl(LearningRate learningRate, double l1 = 0.0, double l2 = 0.0, double lrPower = -0.5, WeightDecay? regularization = null,
        string? name = null, ParameterSet? parameterList = null)
        => Make(() => new FtrlOptimizer(learningRate, l1, l2, lrPower, regularization, name, parameterList));

    /// <summary>Momentum with a rate for each parameter, by the ratio of its length to its gradient's.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="momentum">How much of the velocity stays.</param>
    /// <param name="larsCoeff">How far the ratio is trusted.</param>
    /// <param name="larsWeightDecay">The decay of the weights.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.LarsMomentum; You et al. 2017.</remarks>
    public static LarsMomentumOptimizer LarsMomentum(LearningRate learningRate, double momentum, double larsCoeff = 0.001, double larsWeightDecay = 0.0005,
        WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => Make(() => new LarsMomentumOptimizer(learningRate, momentum, larsCoeff, larsWeightDecay, regularization, name, parameterList));

    /// <summary>Means of the parameters over the last updates, for evaluation.</summary>
    /// <param name="averageWindowRate">The window as a share of all updates.</param>
    /// <param name="minAverageWindow">The least window.</param>
    /// <param name="maxAverageWindow">The largest window.</param>
    /// <param name="regularization">Kept for Paddle's signature.</param>
    /// <param name="name">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.optimizer.ModelAverage. Call it after Minimize, before the startup program runs.</remarks>
    public static ModelAverage ModelAverage(double averageWindowRate, int minAverageWindow = 10000, int maxAverageWindow = 10000,
        WeightDecay? regularization = null, string? name = null)
        => new(averageWindowRate, minAverageWindow, maxAverageWindow, regularization, name);

    /// <summary>Means of the parameters in which older values weigh less and less, for evaluation.</summary>
    /// <param name="decay">How much of the mean each update keeps.</param>
    /// <param name="thresSteps">A variable that counts steps: the decay is then smaller at first.</param>
    /// <param name="name">What the means' names begin with.</param>
    /// <remarks>Mirrors fluid.optimizer.ExponentialMovingAverage. Call it, and Update, after Minimize and before the startup program runs.</remarks>
    public static ExponentialMovingAverage ExponentialMovingAverage(double decay = 0.999, Tensor? thresSteps = null, string? name = null)
        => new(decay, thresSteps, name);

    // Without parameters an optimizer is made for programs, which this API always builds.
    private static T Make<T>(Func<T> create)
    {
        using Recorder.Mode mode = BuildMode.Enter();
        return create();
    }
}
