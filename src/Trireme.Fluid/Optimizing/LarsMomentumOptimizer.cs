using Trireme.NN;
using Trireme.Operators;
using Trireme.Optimizers;

namespace Trireme.Fluid;

/// <summary>Momentum with a rate for each parameter, by the ratio of its length to its gradient's.</summary>
/// <remarks>Mirrors fluid.optimizer.LarsMomentumOptimizer; You et al. 2017.</remarks>
public sealed class LarsMomentumOptimizer : Optimizers.Optimizer
{
    private readonly double _momentum, _larsCoeff, _larsWeightDecay;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="momentum">How much of the velocity stays.</param>
    /// <param name="larsCoeff">How far the ratio is trusted.</param>
    /// <param name="larsWeightDecay">The decay of the weights.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train in eager mode; a program knows its parameters.</param>
    public LarsMomentumOptimizer(LearningRate learningRate, double momentum, double larsCoeff = 0.001, double larsWeightDecay = 0.0005,
        WeightDecay? regularization = null, string? name = null, ParameterSet? parameterList = null)
        : base(learningRate, parameterList, regularization, Clip.Current, name)
        => (_momentum, _larsCoeff, _larsWeightDecay) = (momentum, larsCoeff, larsWeightDecay);

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => new LarsMomentumOp((float)_momentum, (float)_larsCoeff, (float)_larsWeightDecay).ApplyAll(param, grad, Accumulator("velocity", param), rate);
}
