using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Adam that takes plain steps with momentum until it knows the variance of the gradients.</summary>
/// <remarks>Mirrors paddle.optimizer.RAdam; Liu et al. 2020.</remarks>
public sealed class RAdam : Optimizer
{
    private readonly RadamOp _update;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.001 where null.</param>
    /// <param name="beta1">How much of the mean each step keeps; 0 up to 1.</param>
    /// <param name="beta2">How much of the mean square each step keeps; 0 up to 1.</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given.</exception>
    public RAdam(LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, ParameterSet? parameters = null,
        WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, string? name = null)
        : base(learningRate ?? 0.001, parameters, weightDecay, gradClip, name)
        => _update = new RadamOp((float)beta1, (float)beta2, (float)epsilon);

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
    {
        Tensor power1 = Accumulator("beta1_pow_acc", param, 1, [1]), power2 = Accumulator("beta2_pow_acc", param, 1, [1]), rho = Accumulator("rho", param, 0, [1]);
        _update.ApplyAll(param, grad, rate, power1, power2, rho, Accumulator("moment1", param), Accumulator("moment2", param));
    }
}
