using Trireme.NN;
using Trireme.Optimizers;

namespace Trireme.Fluid;

/// <content>The same under their long names.</content>
public static partial class Optimizer
{
    /// <summary>The same as <see cref="SGD"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.SGDOptimizer.</remarks>
    public static SGD SGDOptimizer(LearningRate learningRate, WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => SGD(learningRate, regularization, name, parameterList);

    /// <summary>The same as <see cref="Momentum"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="momentum">How much of the velocity stays.</param>
    /// <param name="useNesterov">Whether the gradient is looked at ahead.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.MomentumOptimizer.</remarks>
    public static Momentum MomentumOptimizer(LearningRate learningRate, double momentum, bool useNesterov = false, WeightDecay? regularization = null,
        string? name = null, ParameterSet? parameterList = null)
        => Momentum(learningRate, momentum, useNesterov, regularization, name, parameterList);

    /// <summary>The same as <see cref="Adam"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; 0.001 where null.</param>
    /// <param name="beta1">The decay of the first moment.</param>
    /// <param name="beta2">The decay of the second moment.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="lazyMode">Kept for Paddle's signature.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.AdamOptimizer.</remarks>
    public static Adam AdamOptimizer(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        WeightDecay? regularization = null, string? name = null, bool lazyMode = false, ParameterSet? parameterList = null)
        => Adam(learningRate, beta1, beta2, epsilon, regularization, name, lazyMode, parameterList);

    /// <summary>The same as <see cref="Adamax"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; 0.001 where null.</param>
    /// <param name="beta1">The decay of the first moment.</param>
    /// <param name="beta2">The decay of the infinity norm.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.AdamaxOptimizer.</remarks>
    public static Adamax AdamaxOptimizer(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => Adamax(learningRate, beta1, beta2, epsilon, regularization, name, parameterList);

    /// <summary>The same as <see cref="Adagrad"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="initialAccumulatorValue">Where the sums of squares begin.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.AdagradOptimizer.</remarks>
    public static Adagrad AdagradOptimizer(LearningRate learningRate, double epsilon = 1e-6, WeightDecay? regularization = null, string? name = null,
        double initialAccumulatorValue = 0.0, ParameterSet? parameterList = null)
        => Adagrad(learningRate, epsilon, regularization, name, initialAccumulatorValue, parameterList);

    /// <summary>The same as <see cref="Adadelta"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="rho">The decay of the mean squares.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.AdadeltaOptimizer.</remarks>
    public static Adadelta AdadeltaOptimizer(LearningRate learningRate, double epsilon = 1e-6, double rho = 0.95, WeightDecay? regularization = null,
        string? name = null, ParameterSet? parameterList = null)
        => Adadelta(learningRate, epsilon, rho, regularization, name, parameterList);

    /// <summary>The same as <see cref="RMSProp"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="rho">The decay of the mean squares.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="momentum">How much of the velocity stays.</param>
    /// <param name="centered">Whether the variance takes the mean square's place.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.RMSPropOptimizer.</remarks>
    public static RMSProp RMSPropOptimizer(LearningRate learningRate, double rho = 0.95, double epsilon = 1e-6, double momentum = 0.0, bool centered = false,
        WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => RMSProp(learningRate, rho, epsilon, momentum, centered, regularization, name, parameterList);

    /// <summary>The same as <see cref="Lamb"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; 0.001 where null.</param>
    /// <param name="lambWeightDecay">The decoupled decay of the weights.</param>
    /// <param name="beta1">The decay of the first moment.</param>
    /// <param name="beta2">The decay of the second moment.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights, beside the decay.</param>
    /// <param name="excludeFromWeightDecayFn">Which parameters do not decay.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.LambOptimizer.</remarks>
    public static Lamb LambOptimizer(LearningRate? learningRate = null, double lambWeightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-6, WeightDecay? regularization = null, Func<Parameter, bool>? excludeFromWeightDecayFn = null, string? name = null, ParameterSet? parameterList = null)
        => Lamb(learningRate, lambWeightDecay, beta1, beta2, epsilon, regularization, excludeFromWeightDecayFn, name, parameterList);

    /// <summary>The same as <see cref="DecayedAdagrad"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="decay">The decay of the mean squares.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.DecayedAdagradOptimizer.</remarks>
    public static DecayedAdagradOptimizer DecayedAdagradOptimizer(LearningRate learningRate, double decay = 0.95, double epsilon = 1e-6,
        WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => DecayedAdagrad(learningRate, decay, epsilon, regularization, name, parameterList);

    /// <summary>The same as <see cref="Ftrl"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; above 0.</param>
    /// <param name="l1">The L1 penalty: weights below it are exactly 0.</param>
    /// <param name="l2">The L2 penalty.</param>
    /// <param name="lrPower">With which power of the sum of squares the rate falls.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.FtrlOptimizer; McMahan et al. 2013.</remarks>
    public static FtrlOptimizer FtrlOptimizer(LearningRate learningRate, double l1 = 0.0, double l2 = 0.0, double lrPower = -0.5,
        WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => Ftrl(learningRate, l1, l2, lrPower, regularization, name, parameterList);

    /// <summary>The same as <see cref="LarsMomentum"/>.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="momentum">How much of the velocity stays.</param>
    /// <param name="larsCoeff">How far the ratio is trusted.</param>
    /// <param name="larsWeightDecay">The decay of the weights.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train inside a <see cref="Dygraph.Guard"/>; a program knows its parameters.</param>
    /// <remarks>Mirrors fluid.optimizer.LarsMomentumOptimizer; You et al. 2017.</remarks>
    public static LarsMomentumOptimizer LarsMomentumOptimizer(LearningRate learningRate, double momentum, double larsCoeff = 0.001,
        double larsWeightDecay = 0.0005, WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        => LarsMomentum(learningRate, momentum, larsCoeff, larsWeightDecay, regularization, name, parameterList);
}
