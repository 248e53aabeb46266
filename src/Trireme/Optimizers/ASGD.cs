using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Steps along the mean of the last gradients.</summary>
/// <remarks>Mirrors paddle.optimizer.ASGD; Schmidt et al. 2017.</remarks>
public sealed class ASGD : Optimizer
{
    private readonly AsgdOp _update;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, or a schedule of it; 0.001 where null.</param>
    /// <param name="batchNum">How many gradients are remembered: batches of an epoch; at least 1.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="weightDecay">A penalty on large weights; a number is an L2 penalty.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="multiPrecision">Kept for Paddle's signature.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or no gradient would be remembered.</exception>
    public ASGD(LearningRate? learningRate = null, int batchNum = 1, ParameterSet? parameters = null, WeightDecay? weightDecay = null, ClipGradBase? gradClip = null,
        bool multiPrecision = false, string? name = null)
        : base(learningRate ?? 0.001, parameters, weightDecay, gradClip, name)
    {
        if (batchNum < 1)
            throw new InvalidArgumentException($"ASGD: {batchNum} gradients cannot be remembered.", null, "batchNum must be at least 1.");
        _update = new AsgdOp(batchNum);
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => _update.ApplyAll(param, grad, rate, Accumulator("d", param), Accumulator("y", param, 0, [_update.BatchNum, .. param.Shape.ToArray()]), Accumulator("m", param, 0, [1]));
}
