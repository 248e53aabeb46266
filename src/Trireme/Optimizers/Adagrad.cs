using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Scales each element by the root of the sum of its squared gradients.</summary>
/// <remarks>Mirrors paddle.optimizer.Adagrad; Duchi et al. 2011.</remarks>
public sealed class Adagrad : Optimizer
{
    private readonly double _epsilon;
    private readonly double _initialAccumulatorValue;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it.</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <param name="initialAccumulatorValue">The first value of the sums.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a setting is out of range.</exception>
    public Adagrad(LearningRate learningRate, double epsilon = 1e-6, ParameterSet? parameters = null, WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, string? name = null, double initialAccumulatorValue = 0.0)
        : base(learningRate, parameters, weightDecay, gradClip, name)
    {
        _epsilon = epsilon;
        _initialAccumulatorValue = initialAccumulatorValue;
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => new AdagradOp((float)_epsilon).ApplyAll(param, grad, Accumulator("moment", param, _initialAccumulatorValue), rate);
}
