using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Stochastic gradient descent: parameter −= rate · gradient.</summary>
/// <remarks>Mirrors paddle.optimizer.SGD.</remarks>
public sealed class SGD : Optimizer
{

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.001 where null.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="multiPrecision">Kept for Paddle's signature; updates of half-precision parameters are computed in float either way.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a setting is out of range.</exception>
    public SGD(LearningRate? learningRate = null, ParameterSet? parameters = null, WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, bool multiPrecision = false, string? name = null)
        : base(learningRate ?? 0.001, parameters, weightDecay, gradClip, name)
    {
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => new SgdOp().ApplyAll(param, rate, grad);
}
