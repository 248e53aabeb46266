using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Adam with decoupled weight decay: the weights shrink by rate · weightDecay in each step.</summary>
/// <remarks>Mirrors paddle.optimizer.AdamW; Loshchilov and Hutter 2019.</remarks>
public sealed class AdamW : Optimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly Func<Parameter, double>? _lrRatio;
    private readonly Func<string, bool>? _applyDecayParamFun;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.001 where null.</param>
    /// <param name="beta1">How much of the mean each step keeps; 0 up to 1.</param>
    /// <param name="beta2">How much of the mean square each step keeps; 0 up to 1.</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">How much the weights shrink; not a penalty on the gradients.</param>
    /// <param name="lrRatio">A factor on the rate by parameter.</param>
    /// <param name="applyDecayParamFun">Which parameters shrink, by name; all where null.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="lazyMode">Kept for Paddle's signature; it concerns sparse gradients.</param>
    /// <param name="multiPrecision">Kept for Paddle's signature; updates of half-precision parameters are computed in float either way.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a setting is out of range.</exception>
    public AdamW(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, ParameterSet? parameters = null, double weightDecay = 0.01, Func<Parameter, double>? lrRatio = null, Func<string, bool>? applyDecayParamFun = null, ClipGradBase? gradClip = null, bool lazyMode = false, bool multiPrecision = false, string? name = null)
        : base(learningRate ?? 0.001, parameters, weightDecay, gradClip, name)
    {
        _beta1 = beta1;
        _beta2 = beta2;
        _epsilon = epsilon;
        _weightDecay = weightDecay;
        _lrRatio = lrRatio;
        _applyDecayParamFun = applyDecayParamFun;
    }

    private protected override bool DecaysThroughGradients => false;

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
    {
        Tensor first = Accumulator("moment1", param), second = Accumulator("moment2", param);
        Tensor power1 = Accumulator("beta1_pow_acc", param, _beta1, [1]), power2 = Accumulator("beta2_pow_acc", param, _beta2, [1]);
        bool decays = _applyDecayParamFun?.Invoke(param.Name) ?? true;
        double coeff = group.WeightDecay?.Coeff ?? _weightDecay;
        new AdamwOp((float)_beta1, (float)_beta2, (float)_epsilon, (float)(_lrRatio?.Invoke(param) ?? 1), (float)coeff, decays)
            .ApplyAll(param, grad, rate, first, second, power1, power2);
    }
}
