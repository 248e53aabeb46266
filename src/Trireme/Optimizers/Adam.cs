using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Adam: steps along the mean gradient, scaled by the root of the mean squared gradient.</summary>
/// <remarks>Mirrors paddle.optimizer.Adam; Kingma and Ba 2015.</remarks>
public sealed class Adam : Optimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.001 where null.</param>
    /// <param name="beta1">How much of the mean each step keeps; 0 up to 1.</param>
    /// <param name="beta2">How much of the mean square each step keeps; 0 up to 1.</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="lazyMode">Kept for Paddle's signature; it concerns sparse gradients.</param>
    /// <param name="multiPrecision">Kept for Paddle's signature; updates of half-precision parameters are computed in float either way.</param>
    /// <param name="useMultiTensor">Kept for Paddle's signature.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a setting is out of range.</exception>
    public Adam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, ParameterSet? parameters = null, WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, bool lazyMode = false, bool multiPrecision = false, bool useMultiTensor = false, string? name = null)
        : base(learningRate ?? 0.001, parameters, weightDecay, gradClip, name)
    {
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
    {
        Tensor first = Accumulator("moment1", param), second = Accumulator("moment2", param);
        Tensor power1 = Accumulator("beta1_pow_acc", param, _beta1, [1]), power2 = Accumulator("beta2_pow_acc", param, _beta2, [1]);
        new AdamOp((float)_beta1, (float)_beta2, (float)_epsilon).ApplyAll(param, grad, rate, first, second, power1, power2);
    }
}
