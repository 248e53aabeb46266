using System.Numerics;

namespace Trireme.Cpu.Normalization;

/// <summary>
/// The gradients of batch normalization: dbias = Σ dy, dscale = Σ dy · x̂ with x̂ = (x − mean) · inverse, and
/// dx = scale · inverse · (dy − dbias / m − x̂ · dscale / m), or scale · inverse · dy where the statistics are constants.
/// With planes a rectifier may follow: dy is then what it lets pass, which is also the gradient of what was added before it.
/// </summary>
internal unsafe struct BatchNormGradient<T> : ILaneBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public BatchShape Shape;

    /// <summary>Whether the statistics are constants.</summary>
    public bool IsConstant;

    /// <summary>relu, relu6 or identity.</summary>
    public string Activation;

    /// <summary>The rectifier's results and the gradients that it lets pass; null where nothing was added before it.</summary>
    public T* Y, Passed;
    public T* X, Scale, Bias, Mean, Inverse, Dy, Dx, Dscale, Dbias;

    // A channel's dx = dy · a + x · slope + shift, the three of each channel: worked out once, for each has two divisions.
    private T* _lines;

    public void Run<L>() where L : struct, ILanes<L, T>
    {
        _lines = Scratch.Get<T>(Scratch.Slot.Shared, 3L * Shape.Channels);
        switch (Activation)
        {
            case "relu": Run<L, Relu<L, T>>(default); break;
            case "relu6": Run<L, Relu6<L, T>>(new(T.CreateChecked(6))); break;
            default: Unrectified<L>(); break;
        }
    }

    private readonly void Unrectified<L>() where L : struct, ILanes<L, T>
    {
        if (Shape.Inner == 1)
        {
            BatchRows<L, T>.BackwardFactors(Shape, X, Mean, Inverse, Dy, Dscale, Dbias);
            for (int c = 0; c < Shape.Channels; c++)
                Settle(c);
            BatchRows<L, T>.BackwardInput(Shape, X, Dy, _lines, Dx);
            return;
        }
        var given = new GivenRuns<L> { Shape = Shape, Dy = Dy };
        Run<L, Given<L, T>, Given<L, T>, GivenRuns<L>, GivenRuns<L>>(given, given);
    }

    private readonly void Run<L, R>(R rectifier)
        where L : struct, ILanes<L, T>
        where R : struct, IRectifier<L>
    {
        if (Y == null)
        {
            var passed = new RunsByInput<L, R> { Norm = this, Rectifier = rectifier };
            Run<L, PassedByInput<L, T, R>, PassedByInput<L, T, R>, RunsByInput<L, R>, RunsByInput<L, R>>(passed, passed);
        }
        else
        {
            Run<L, PassedByOutput<L, T, R>, Given<L, T>, RunsByOutput<L, R>, GivenRuns<L>>(
                new RunsByOutput<L, R> { Norm = this, Rectifier = rectifier }, new GivenRuns<L> { Shape = Shape, Dy = Passed });
        }
    }

    // The gradients of the normalized values, as they are found at first and once more.
    private readonly void Run<L, G, H, TFirst, TAgain>(TFirst first, TAgain again)
        where L : struct, ILanes<L, T>
        where G : struct, IGradientRun<L>
        where H : struct, IGradientRun<L>
        where TFirst : struct, IGradientRuns<G>
        where TAgain : struct, IGradientRuns<H>
    {
        BatchNormGradient<T> norm = this;
        Shape.Run((from, to) => norm.Factors<L, G, TFirst>(from, to, first), (from, to, n) => norm.Input<L, H, TAgain>(from, to, n, again), 8, sizeof(T));
    }

    // What is known of a channel once its factors' gradients are.
    private readonly void Settle(int channel)
    {
        T count = T.CreateChecked(Shape.Count), r = Inverse[channel], a = Scale == null ? r : r * Scale[channel];
        T slope = IsConstant ? T.Zero : -(a * r * Dscale[channel] / count);
        T* line = _lines + (3 * channel);
        (line[0], line[1], line[2]) = (a, slope, IsConstant ? T.Zero : -(a * Dbias[channel] / count) - (slope * Mean[channel]));
    }

    private readonly void Factors<L, G, TRuns>(int from, int to, TRuns dy)
        where L : struct, ILanes<L, T>
        where G : struct, IGradientRun<L>
        where TRuns : struct, IGradientRuns<G>
    {
        new Span<T>(Dscale + from, to - from).Clear();
        new Span<T>(Dbias + from, to - from).Clear();
        for (int n = 0; n < Shape.Outer; n++)
        {
            for (int c = from; c < to; c++)
                Moments<L, T>.Products(dy.Of(c, n), X + Shape.At(n, c), Shape.Inner, Mean[c], ref Dbias[c], ref Dscale[c]);
        }
        for (int c = from; c < to; c++)
        {
            Dscale[c] *= Inverse[c];
            Settle(c);
        }
    }

    private readonly void Input<L, G, TRuns>(int from, int to, int image, TRuns dy)
        where L : struct, ILanes<L, T>
        where G : struct, IGradientRun<L>
        where TRuns : struct, IGradientRuns<G>
    {
        for (int c = from; c < to; c++)
        {
            T* line = _lines + (3 * c);
            long at = Shape.At(image, c);
            Moments<L, T>.Combine(dy.Of(c, image), X + at, Dx + at, Shape.Inner, line[0], line[1], line[2]);
        }
    }

    private struct GivenRuns<L> : IGradientRuns<Given<L, T>>
        where L : struct, ILanes<L, T>
    {
        public BatchShape Shape;
        public T* Dy;

        public readonly Given<L, T> Of(int channel, int image) => new(Dy + Shape.At(image, channel));
    }

    private struct RunsByInput<L, R> : IGradientRuns<PassedByInput<L, T, R>>
        where L : struct, ILanes<L, T>
        where R : struct, IRectifier<L>
    {
        public BatchNormGradient<T> Norm;
        public R Rectifier;

        public readonly PassedByInput<L, T, R> Of(int channel, int image)
        {
            (T a, T b) = BatchNorm<T>.Line(Norm.Mean, Norm.Inverse, Norm.Scale, Norm.Bias, channel);
            return new(Rectifier, Norm.Dy + Norm.Shape.At(image, channel), a, b);
        }
    }

    private struct RunsByOutput<L, R> : IGradientRuns<PassedByOutput<L, T, R>>
        where L : struct, ILanes<L, T>
        where R : struct, IRectifier<L>
    {
        public BatchNormGradient<T> Norm;
        public R Rectifier;

        public readonly PassedByOutput<L, T, R> Of(int channel, int image)
        {
            long at = Norm.Shape.At(image, channel);
            return new(Rectifier, Norm.Dy + at, Norm.Y + at, Norm.Passed + at);
        }
    }
}
