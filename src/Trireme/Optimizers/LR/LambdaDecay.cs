namespace Trireme.Optimizers.LR;

/// <summary>learningRate · lrLambda(epoch).</summary>
/// <remarks>One call of the function per step. Mirrors paddle.optimizer.lr.LambdaDecay.</remarks>
public sealed class LambdaDecay : LRScheduler
{
    private readonly Func<int, double> _lrLambda;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="lrLambda">The factor of an epoch.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public LambdaDecay(double learningRate, Func<int, double> lrLambda, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        ArgumentNullException.ThrowIfNull(lrLambda);
        _lrLambda = lrLambda;
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr() => BaseLr * _lrLambda(LastEpoch);
}
