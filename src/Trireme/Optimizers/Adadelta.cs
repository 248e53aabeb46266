using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Scales each gradient by the ratio of the running root mean squares of updates and gradients.</summary>
/// <remarks>Mirrors paddle.optimizer.Adadelta; Zeiler 2012.</remarks>
public sealed class Adadelta : Optimizer
{
    private readonly double _epsilon;
    private readonly double _rho;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.001 where null.</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0.</param>
    /// <param name="rho">How much of the means each step keeps.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a setting is out of range.</exception>
    public Adadelta(LearningRate? learningRate = null, double epsilon = 1e-6, double rho = 0.95, ParameterSet? parameters = null, WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, string? name = null)
        : base(learningRate ?? 0.001, parameters, weightDecay, gradClip, name)
    {
        _epsilon = epsilon;
        _rho = rho;
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => new AdadeltaOp((float)_rho, (float)_epsilon).ApplyAll(param, grad, Accumulator("_avg_squared_grad", param), Accumulator("_avg_squared_update", param), rate);
}
