using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Adam steps whose length is a fixed share of the parameter's: for very large batches.</summary>
/// <remarks>Mirrors paddle.optimizer.Lamb; You et al. 2020.</remarks>
public sealed class Lamb : Optimizer
{
    private readonly double _lambWeightDecay;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly Func<Parameter, bool>? _excludeFromWeightDecayFn;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.001 where null.</param>
    /// <param name="lambWeightDecay">How much the weights shrink.</param>
    /// <param name="beta1">How much of the mean each step keeps; 0 up to 1.</param>
    /// <param name="beta2">How much of the mean square each step keeps; 0 up to 1.</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="excludeFromWeightDecayFn">Which parameters do not shrink.</param>
    /// <param name="multiPrecision">Kept for Paddle's signature; updates of half-precision parameters are computed in float either way.</param>
    /// <param name="alwaysAdapt">Kept for Paddle's signature.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a setting is out of range.</exception>
    public Lamb(LearningRate? learningRate = null, double lambWeightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, ParameterSet? parameters = null, ClipGradBase? gradClip = null, Func<Parameter, bool>? excludeFromWeightDecayFn = null, bool multiPrecision = false, bool alwaysAdapt = false, string? name = null)
        : this(null, learningRate, lambWeightDecay, beta1, beta2, epsilon, parameters, gradClip, excludeFromWeightDecayFn, name)
    {
    }

    /// <summary>The optimizer of fluid, which takes a penalty on the gradients as well.</summary>
    internal Lamb(WeightDecay? regularization, LearningRate? learningRate, double lambWeightDecay, double beta1, double beta2, double epsilon, ParameterSet? parameters, ClipGradBase? gradClip,
        Func<Parameter, bool>? excludeFromWeightDecayFn, string? name)
        : base(learningRate ?? 0.001, parameters, regularization, gradClip, name)
    {
        _lambWeightDecay = lambWeightDecay;
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _excludeFromWeightDecayFn = excludeFromWeightDecayFn;
    }

    private protected override bool DecaysThroughGradients => WeightDecay is not null;

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
    {
        Tensor first = Accumulator("moment1", param), second = Accumulator("moment2", param);
        Tensor power1 = Accumulator("beta1_pow_acc", param, _beta1, [1]), power2 = Accumulator("beta2_pow_acc", param, _beta2, [1]);
        double decay = _excludeFromWeightDecayFn?.Invoke(param) == true ? 0 : _lambWeightDecay;
        new LambOp((float)decay, (float)_beta1, (float)_beta2, (float)_epsilon).ApplyAll(param, grad, rate, first, second, power1, power2);
    }
}
