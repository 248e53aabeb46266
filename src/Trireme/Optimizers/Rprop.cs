using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Optimizers;

/// <summary>Only the signs of the gradients count; each element has a rate of its own that follows them. For whole data sets, not for batches.</summary>
/// <remarks>Mirrors paddle.optimizer.Rprop; Riedmiller and Braun 1993.</remarks>
public sealed class Rprop : Optimizer
{
    private readonly RpropOp _update;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The first rate of every element; 0.001 where null.</param>
    /// <param name="learningRateRange">The smallest and the largest rate; 1e-5 and 50 where null.</param>
    /// <param name="parameters">What to train.</param>
    /// <param name="etas">What a rate is multiplied by where the sign changes and where it stays; 0.5 and 1.2 where null.</param>
    /// <param name="gradClip">Limits the gradients.</param>
    /// <param name="multiPrecision">Kept for Paddle's signature.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">No parameters were given, or a pair is out of order.</exception>
    public Rprop(LearningRate? learningRate = null, (double Least, double Most)? learningRateRange = null, ParameterSet? parameters = null,
        (double Negative, double Positive)? etas = null, ClipGradBase? gradClip = null, bool multiPrecision = false, string? name = null)
        : base(learningRate ?? 0.001, parameters, null, gradClip, name)
    {
        (double least, double most) = learningRateRange ?? (1e-5, 50);
        (double negative, double positive) = etas ?? (0.5, 1.2);
        if (!(least > 0 && least <= GetLr() && GetLr() <= most))
            throw new InvalidArgumentException($"Rprop: the rate {GetLr()} is outside the range ({least}, {most}).");
        if (!(negative > 0 && negative < 1 && positive > 1))
            throw new InvalidArgumentException($"Rprop: the factors ({negative}, {positive}) are out of order.", null, "The first must lie between 0 and 1, the second above 1.");
        _update = new RpropOp((float)least, (float)most, (float)negative, (float)positive);
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => _update.ApplyAll(param, grad, Accumulator("prevs", param), Accumulator("learning_rates", param, GetLr()));
}
