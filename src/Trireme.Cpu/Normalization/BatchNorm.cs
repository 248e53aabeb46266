using System.Numerics;

namespace Trireme.Cpu.Normalization;

/// <summary>Batch normalization: the statistics of each channel, the running ones and what follows from them, and Y.</summary>
/// <remarks>A channel's statistics are the work of one worker, plane after plane in one order.</remarks>
internal unsafe struct BatchNorm<T> : ILaneBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public BatchShape Shape;
    public T Epsilon;

    /// <summary>How much of the running statistics stays.</summary>
    public T Momentum;

    /// <summary>Whether the running statistics are used, and stay.</summary>
    public bool UsesRunning;
    public T* X, Scale, Bias, Y, Mean, Inverse, RunningMean, RunningVariance;

    public readonly void Run<L>() where L : struct, ILanes<L, T>
    {
        BatchNorm<T> norm = this;
        if (UsesRunning || Shape.Inner == 1)
        {
            if (!UsesRunning)
                BatchRows<L, T>.Statistics(Shape, X, Mean, Inverse);
            for (int c = 0; c < Shape.Channels; c++)
                Settle(c, UsesRunning ? RunningMean[c] : Mean[c], UsesRunning ? RunningVariance[c] : Inverse[c]);
            if (Shape.Inner == 1)
                BatchRows<L, T>.Normalize(Shape, X, Mean, Inverse, Scale, Bias, Y);
            else
                Shape.RunPlanes((c, n) => norm.Normalize<L>(c, n), 2);
            return;
        }
        Shape.Run((from, to) => norm.Statistics<L>(from, to), (c, n) => norm.Normalize<L>(c, n), 6, sizeof(T));
    }

    private readonly void Statistics<L>(int from, int to) where L : struct, ILanes<L, T>
    {
        T count = T.CreateChecked(Shape.Count);
        new Span<T>(Mean + from, to - from).Clear();
        new Span<T>(Inverse + from, to - from).Clear();
        for (int n = 0; n < Shape.Outer; n++)
        {
            for (int c = from; c < to; c++)
                Mean[c] += Moments<L, T>.Sum(X + Shape.At(n, c), Shape.Inner);
        }
        for (int c = from; c < to; c++)
            Mean[c] /= count;
        for (int n = 0; n < Shape.Outer; n++)
        {
            for (int c = from; c < to; c++)
                Inverse[c] += Moments<L, T>.CenteredSquares(X + Shape.At(n, c), Shape.Inner, Mean[c]);
        }
        for (int c = from; c < to; c++)
            Settle(c, Mean[c], Inverse[c] / count);
    }

    // What is known of a channel once its statistics are.
    private readonly void Settle(int channel, T mean, T variance)
    {
        (Mean[channel], Inverse[channel]) = (mean, T.One / T.Sqrt(variance + Epsilon));
        if (UsesRunning)
            return;
        RunningMean[channel] = (RunningMean[channel] * Momentum) + (mean * (T.One - Momentum));
        RunningVariance[channel] = (RunningVariance[channel] * Momentum) + (variance * (T.One - Momentum));
    }

    private readonly void Normalize<L>(int channel, int image) where L : struct, ILanes<L, T>
    {
        T a = Scale == null ? Inverse[channel] : Inverse[channel] * Scale[channel], b = Bias == null ? T.Zero : Bias[channel];
        long at = Shape.At(image, channel);
        Moments<L, T>.Scale(X + at, Y + at, Shape.Inner, a, b - (Mean[channel] * a));
    }
}
