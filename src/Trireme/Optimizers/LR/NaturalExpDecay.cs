namespace Trireme.Optimizers.LR;

/// <summary>learningRate · exp(-gamma · epoch).</summary>
/// <remarks>O(1) per step. Mirrors paddle.optimizer.lr.NaturalExpDecay.</remarks>
public sealed class NaturalExpDecay : LRScheduler
{
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="gamma">The decay per epoch in the exponent, above 0 for a rate that falls.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public NaturalExpDecay(double learningRate, double gamma, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _gamma = ScheduleArgument.Finite(gamma, nameof(NaturalExpDecay), nameof(gamma));
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr() => BaseLr * Math.Exp(-_gamma * LastEpoch);
}
