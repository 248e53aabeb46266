using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Gradient descent with momentum.</summary>
/// <remarks>Mirrors paddle.optimizer.Momentum; Sutskever et al. 2013.</remarks>
public sealed class Momentum : Optimizer
{
    private readonly double _momentum;
    private readonly bool _useNesterov;
    private readonly double _rescaleGrad;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.001 where null.</param>
    /// <param name="momentum">How much of the velocity each step keeps.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="useNesterov">Whether the gradient is taken where the momentum leads.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="multiPrecision">Kept for Paddle's signature; updates of half-precision parameters are computed in float either way.</param>
    /// <param name="rescaleGrad">A factor on the gradients.</param>
    /// <param name="useMultiTensor">Kept for Paddle's signature.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a setting is out of range.</exception>
    public Momentum(LearningRate? learningRate = null, double momentum = 0.9, ParameterSet? parameters = null, bool useNesterov = false, WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, bool multiPrecision = false, double rescaleGrad = 1.0, bool useMultiTensor = false, string? name = null)
        : base(learningRate ?? 0.001, parameters, weightDecay, gradClip, name)
    {
        _momentum = momentum;
        _useNesterov = useNesterov;
        _rescaleGrad = rescaleGrad;
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => new MomentumOp((float)_momentum, _useNesterov).ApplyAll(param, _rescaleGrad == 1 ? grad : grad * _rescaleGrad, Accumulator("velocity", param), rate);
}
