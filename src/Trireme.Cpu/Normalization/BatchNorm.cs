using System.Numerics;

namespace Trireme.Cpu.Normalization;

/// <summary>Batch normalization: the statistics of each channel, the running ones and what follows from them, and Y; with planes Z is added and a rectifier follows.</summary>
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

    /// <summary>relu, relu6 or identity.</summary>
    public string Activation;
    public T* X, Scale, Bias, Z, Y, Mean, Inverse, RunningMean, RunningVariance;

    public readonly void Run<L>() where L : struct, ILanes<L, T>
    {
        switch (Activation)
        {
            case "relu": Run<L, Relu<L, T>>(default); break;
            case "relu6": Run<L, Relu6<L, T>>(new(T.CreateChecked(6))); break;
            default: Run<L, Identity<L, T>>(default); break;
        }
    }

    private readonly void Run<L, R>(R rectifier)
        where L : struct, ILanes<L, T>
        where R : struct, IRectifier<L>
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
                Shape.RunPlanes((from, to, n) => norm.Normalize<L, R>(from, to, n, rectifier), 2);
            return;
        }
        Shape.Run((from, to) => norm.Statistics<L>(from, to), (from, to, n) => norm.Normalize<L, R>(from, to, n, rectifier), 6, sizeof(T));
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

    private readonly void Normalize<L, R>(int from, int to, int image, R rectifier)
        where L : struct, ILanes<L, T>
        where R : struct, IRectifier<L>
    {
        for (int c = from; c < to; c++)
        {
            (T a, T b) = Line(Mean, Inverse, Scale, Bias, c);
            long at = Shape.At(image, c);
            if (Z == null)
                Moments<L, T>.Scale(X + at, Y + at, Shape.Inner, a, b, new Rectified<L, R>(rectifier));
            else
                Moments<L, T>.Scale(X + at, Y + at, Shape.Inner, a, b, new AddedAndRectified<L, T, R>(rectifier, Z + at));
        }
    }

    /// <summary>A channel's normalization as x · a + b.</summary>
    public static (T A, T B) Line(T* mean, T* inverse, T* scale, T* bias, int channel)
    {
        T a = scale == null ? inverse[channel] : inverse[channel] * scale[channel];
        return (a, (bias == null ? T.Zero : bias[channel]) - (mean[channel] * a));
    }
}
