using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Adam with Nesterov's momentum.</summary>
/// <remarks>Mirrors paddle.optimizer.NAdam; Dozat 2016.</remarks>
public sealed class NAdam : Optimizer
{
    private readonly NadamOp _update;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.002 where null.</param>
    /// <param name="beta1">How much of the mean each step keeps; 0 up to 1.</param>
    /// <param name="beta2">How much of the mean square each step keeps; 0 up to 1.</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0.</param>
    /// <param name="momentumDecay">How fast the momentum reaches <paramref name="beta1"/>.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given.</exception>
    public NAdam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 0.004, ParameterSet? parameters = null,
        WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, string? name = null)
        : base(learningRate ?? 0.002, parameters, weightDecay, gradClip, name)
        => _update = new NadamOp((float)beta1, (float)beta2, (float)epsilon, (float)momentumDecay);

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
    {
        Tensor decay = Accumulator("momentum_decay_pow", param, 1, [1]), power = Accumulator("beta2_pow_acc", param, 1, [1]), product = Accumulator("mu_product", param, 1, [1]);
        _update.ApplyAll(param, grad, rate, decay, power, product, Accumulator("moment1", param), Accumulator("moment2", param));
    }
}
