namespace Trireme.Operators;

/// <summary>
/// Numbers as they would be after having been integers of a few bits: Out = round(X / s · m) · s / m with X limited to [−s, s] and m = 2^(bits − 1) − 1.
/// The gradient passes as if nothing had happened.
/// </summary>
internal static class FakeQuantization
{
    public static Tensor Apply(Tensor x, Tensor scale, int bits, bool restores)
    {
        double most = (1L << (bits - 1)) - 1;
        Tensor values = x.Detach(), s = scale.Detach().Maximum(Literal.Of(1e-30, x.DType));
        Tensor steps = (values.Minimum(s).Maximum(-s) / s * most).Round();
        Tensor y = restores ? steps * s / most : steps;
        // The difference is a constant; X's own gradient goes through.
        return x + (y - values);
    }

    /// <summary>The largest size along all axes but one; of everything where there is no axis.</summary>
    public static Tensor Largest(Tensor x, int? axis = null)
    {
        Tensor size = x.Detach().Abs();
        return axis is null ? size.Max().Reshape(1) : size.Max(Enumerable.Range(0, x.Ndim).Where(i => i != Counted(x, axis)).ToArray());
    }

    public static Tensor Along(Tensor scale, Tensor x, int? axis = null)
        => scale.Reshape(Enumerable.Range(0, x.Ndim).Select(i => i == Counted(x, axis) ? -1 : 1).ToArray());

    /// <summary>X scaled by its largest size along the axis, and that size.</summary>
    public static void AbsMax(ComposeContext c, int bits, int? axis, bool restores)
    {
        Require(c, bits);
        Tensor scale = Largest(c["X"], axis);
        (c["Out"], c["OutScale"]) = (Apply(c["X"], Along(scale, c["X"], axis), bits, restores), scale);
    }

    private static int? Counted(Tensor x, int? axis) => axis < 0 ? axis + x.Ndim : axis;

    public static void Require(ComposeContext c, int bits) => c.Require(bits is >= 2 and <= 16, $"bit_length {bits} is outside [2, 16].");
}

/// <summary>Out = X as integers of a few bits, scaled by its largest size; OutScale = that size.</summary>
/// <param name="BitLength">How many bits.</param>
[Op("fake_quantize_abs_max", "X -> Out, OutScale")]
public sealed record FakeQuantizeAbsMaxOp(int BitLength = 8) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => (c["Out"], c["OutScale"]) = (c["X"], c["X"] with { Shape = 1 });

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => FakeQuantization.AbsMax(c, BitLength, null, restores: false);
}

/// <summary>Out = X as it is after having been integers of a few bits, scaled by its largest size; OutScale = that size.</summary>
/// <param name="BitLength">How many bits.</param>
[Op("fake_quantize_dequantize_abs_max", "X -> Out, OutScale")]
public sealed record FakeQuantizeDequantizeAbsMaxOp(int BitLength = 8) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => (c["Out"], c["OutScale"]) = (c["X"], c["X"] with { Shape = 1 });

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => FakeQuantization.AbsMax(c, BitLength, null, restores: true);
}

/// <summary>Out = X as integers of a few bits, each channel scaled by its largest size; OutScale = those sizes.</summary>
/// <param name="BitLength">How many bits.</param>
/// <param name="QuantAxis">The axis of the channels.</param>
/// <param name="IsTest">Unused: sizes are those of X.</param>
[Op("fake_channel_wise_quantize_abs_max", "X -> Out, OutScale")]
public sealed record FakeChannelWiseQuantizeAbsMaxOp(int BitLength = 8, int QuantAxis = 0, bool IsTest = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => (c["Out"], c["OutScale"]) = (c["X"], c["X"] with { Shape = c["X"].Shape[c.RequireAxis(QuantAxis, "X")] });

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => FakeQuantization.AbsMax(c, BitLength, QuantAxis, restores: false);
}

/// <summary>Out = X as it is after having been integers of a few bits, each channel scaled by its largest size; OutScale = those sizes.</summary>
/// <param name="BitLength">How many bits.</param>
/// <param name="QuantAxis">The axis of the channels.</param>
[Op("fake_channel_wise_quantize_dequantize_abs_max", "X -> Out, OutScale")]
public sealed record FakeChannelWiseQuantizeDequantizeAbsMaxOp(int BitLength = 8, int QuantAxis = 0) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => (c["Out"], c["OutScale"]) = (c["X"], c["X"] with { Shape = c["X"].Shape[c.RequireAxis(QuantAxis, "X")] });

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => FakeQuantization.AbsMax(c, BitLength, QuantAxis, restores: true);
}

/// <summary>
/// Out = X as it is after having been integers of a few bits, scaled by a moving average of its largest sizes: OutAccum = MovingRate · InAccum + size,
/// OutState = MovingRate · InState + 1, OutScale = OutAccum / OutState. In tests, scaled by InScale.
/// </summary>
/// <param name="MovingRate">The part of the past that stays.</param>
/// <param name="BitLength">How many bits.</param>
/// <param name="IsTest">Whether InScale is taken and nothing changes.</param>
[Op("fake_quantize_dequantize_moving_average_abs_max", "X, InScale, InAccum?, InState? -> Out, OutScale, OutState, OutAccum")]
public sealed record FakeQuantizeDequantizeMovingAverageAbsMaxOp(float MovingRate = 0.9f, int BitLength = 8, bool IsTest = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => MovingAverage.Infer(c, IsTest);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Out"] = FakeQuantization.Apply(c["X"], FakeQuantization.Along(MovingAverage.Scale(c, MovingRate, BitLength, IsTest), c["X"]), BitLength, restores: true);
}

/// <summary>Out = X as integers of a few bits, scaled as <see cref="FakeQuantizeDequantizeMovingAverageAbsMaxOp"/> has it.</summary>
/// <param name="MovingRate">The part of the past that stays.</param>
/// <param name="BitLength">How many bits.</param>
/// <param name="IsTest">Whether InScale is taken and nothing changes.</param>
[Op("fake_quantize_moving_average_abs_max", "X, InScale, InAccum?, InState? -> Out, OutScale, OutState, OutAccum")]
public sealed record FakeQuantizeMovingAverageAbsMaxOp(float MovingRate = 0.9f, int BitLength = 8, bool IsTest = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => MovingAverage.Infer(c, IsTest);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => c["Out"] = FakeQuantization.Apply(c["X"], FakeQuantization.Along(MovingAverage.Scale(c, MovingRate, BitLength, IsTest), c["X"]), BitLength, restores: false);
}

/// <summary>Out = X · Scale / MaxRange: integers of a few bits as numbers again.</summary>
/// <param name="MaxRange">The largest integer.</param>
[Op("fake_dequantize_max_abs", "X, Scale -> Out")]
public sealed record FakeDequantizeMaxAbsOp(float MaxRange) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"];

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c["Out"] = c["X"] * c["Scale"] / (double)MaxRange;
}

internal static class MovingAverage
{
    public static void Infer(InferContext c, bool isTest)
    {
        c["Out"] = c["X"];
        c["OutScale"] = c["X"] with { Shape = 1 };
        if (!isTest && c.Has("InAccum") && c.Has("InState"))
            c["OutState"] = c["OutAccum"] = c["X"] with { Shape = 1 };
    }

    public static Tensor Scale(ComposeContext c, float rate, int bits, bool isTest)
    {
        FakeQuantization.Require(c, bits);
        Tensor scale = c["InScale"].Reshape(1);
        if (!isTest)
        {
            Tensor size = FakeQuantization.Largest(c["X"]);
            scale = size;
            if (c.Find("InAccum") is { } accumulated && c.Find("InState") is { } state)
            {
                Tensor sum = (accumulated.Reshape(1) * rate) + size, weight = (state.Reshape(1) * rate) + 1;
                (c["OutAccum"], c["OutState"]) = (sum, weight);
                scale = sum / weight;
            }
        }
        c["OutScale"] = scale;
        return scale;
    }
}
