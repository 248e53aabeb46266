using System.Numerics;

namespace Trireme.Cpu.Normalization;

/// <summary>
/// The gradients of batch normalization: dbias = Σ dy, dscale = Σ dy · x̂ with x̂ = (x − mean) · inverse, and
/// dx = scale · inverse · (dy − dbias / m − x̂ · dscale / m), or scale · inverse · dy where the statistics are constants.
/// </summary>
internal unsafe struct BatchNormGradient<T> : ILaneBody<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public BatchShape Shape;

    /// <summary>Whether the statistics are constants.</summary>
    public bool IsConstant;
    public T* X, Scale, Mean, Inverse, Dy, Dx, Dscale, Dbias;

    public readonly void Run<L>() where L : struct, ILanes<L, T>
    {
        BatchNormGradient<T> norm = this;
        if (Shape.Inner == 1)
        {
            BatchRows<L, T>.BackwardFactors(Shape, X, Mean, Inverse, Dy, Dscale, Dbias);
            BatchRows<L, T>.BackwardInput(Shape, X, Dy, this, Dx);
            return;
        }
        Shape.Run((from, to) => norm.Factors<L>(from, to), (c, n) => norm.Input<L>(c, n), 8, sizeof(T));
    }

    /// <summary>A channel's dx = dy · a + x · slope + shift.</summary>
    public readonly (T A, T Slope, T Shift) Slopes(int channel)
    {
        T count = T.CreateChecked(Shape.Count), r = Inverse[channel], a = Scale == null ? r : r * Scale[channel];
        T slope = IsConstant ? T.Zero : -(a * r * Dscale[channel] / count);
        return (a, slope, IsConstant ? T.Zero : -(a * Dbias[channel] / count) - (slope * Mean[channel]));
    }

    private readonly void Factors<L>(int from, int to) where L : struct, ILanes<L, T>
    {
        new Span<T>(Dscale + from, to - from).Clear();
        new Span<T>(Dbias + from, to - from).Clear();
        for (int n = 0; n < Shape.Outer; n++)
        {
            for (int c = from; c < to; c++)
                Moments<L, T>.Products(Dy + Shape.At(n, c), X + Shape.At(n, c), Shape.Inner, Mean[c], ref Dbias[c], ref Dscale[c]);
        }
        for (int c = from; c < to; c++)
            Dscale[c] *= Inverse[c];
    }

    private readonly void Input<L>(int channel, int image) where L : struct, ILanes<L, T>
    {
        (T a, T slope, T shift) = Slopes(channel);
        long at = Shape.At(image, channel);
        Moments<L, T>.Combine(Dy + at, X + at, Dx + at, Shape.Inner, a, slope, shift);
    }
}
