namespace Trireme.Optimizers.LR;

/// <summary>learningRate · lrLambda(1) · lrLambda(2) · … · lrLambda(epoch).</summary>
/// <remarks>
/// One call of the function per step forward; a jump back starts the product again. Mirrors paddle.optimizer.lr.MultiplicativeDecay.
/// </remarks>
public sealed class MultiplicativeDecay : LRScheduler
{
    private readonly Func<int, double> _lrLambda;
    private int _productEpoch;
    private double _product;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="lrLambda">The factor by which an epoch's rate differs from the rate before; it must give the same for the same epoch.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public MultiplicativeDecay(double learningRate, Func<int, double> lrLambda, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        ArgumentNullException.ThrowIfNull(lrLambda);
        _lrLambda = lrLambda;
        _product = BaseLr;
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr()
    {
        if (LastEpoch < _productEpoch)
            (_productEpoch, _product) = (0, BaseLr);
        while (_productEpoch < LastEpoch)
            _product *= _lrLambda(++_productEpoch);
        return _product;
    }
}
