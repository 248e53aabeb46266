using Trireme.NN;
using Trireme.Operators;
using Trireme.Optimizers;

namespace Trireme.Fluid;

/// <summary>Scales each element by the root of a running mean of its squared gradients.</summary>
/// <remarks>Mirrors fluid.optimizer.DecayedAdagradOptimizer.</remarks>
public sealed class DecayedAdagradOptimizer : Optimizers.Optimizer
{
    private readonly double _decay, _epsilon;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it.</param>
    /// <param name="decay">The decay of the mean squares.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train in eager mode; a program knows its parameters.</param>
    public DecayedAdagradOptimizer(LearningRate learningRate, double decay = 0.95, double epsilon = 1e-6, WeightDecay? regularization = null, string? name = null,
        ParameterSet? parameterList = null)
        : base(learningRate, parameterList, regularization, Clip.Current, name)
        => (_decay, _epsilon) = (decay, epsilon);

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => new DecayedAdagradOp((float)_decay, (float)_epsilon).ApplyAll(param, grad, Accumulator("moment", param), rate);
}
