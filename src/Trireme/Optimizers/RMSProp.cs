using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Scales each element by the root of the running mean of its squared gradients.</summary>
/// <remarks>Mirrors paddle.optimizer.RMSProp; Hinton 2012.</remarks>
public sealed class RMSProp : Optimizer
{
    private readonly double _rho;
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly bool _centered;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it.</param>
    /// <param name="rho">How much of the mean square each step keeps.</param>
    /// <param name="epsilon">Keeps small gradients from dividing by 0.</param>
    /// <param name="momentum">How much of the last update each step keeps.</param>
    /// <param name="centered">Whether the mean gradient is subtracted: variance instead of mean square.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a setting is out of range.</exception>
    public RMSProp(LearningRate learningRate, double rho = 0.95, double epsilon = 1e-6, double momentum = 0.0, bool centered = false, ParameterSet? parameters = null, WeightDecay? weightDecay = null, ClipGradBase? gradClip = null, string? name = null)
        : base(learningRate, parameters, weightDecay, gradClip, name)
    {
        _rho = rho;
        _epsilon = epsilon;
        _momentum = momentum;
        _centered = centered;
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
    {
        Tensor moment = Accumulator("momentum", param), meanSquare = Accumulator("mean_square", param), meanGrad = Accumulator("mean_grad", param);
        new RmspropOp((float)_epsilon, (float)_rho, (float)_momentum, _centered).ApplyAll(param, meanSquare, meanGrad, rate, grad, moment);
    }
}
