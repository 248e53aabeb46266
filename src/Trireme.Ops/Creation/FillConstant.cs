using System.Globalization;

namespace Trireme.Operators;

/// <summary>Out = one value everywhere.</summary>
/// <param name="Shape">The result's dimensions; given by the input ShapeTensor or ShapeTensorList where there is one.</param>
/// <param name="Dtype">The result's element type.</param>
/// <param name="Value">The value, where <paramref name="StrValue"/> is empty.</param>
/// <param name="StrValue">The value in decimal, where a float cannot hold it.</param>
/// <param name="ForceCpu">Whether the result lies in the host's memory even where another device is current.</param>
/// <param name="PlaceType">Which kind of device the result lies on; -1 is the current one.</param>
[Op("fill_constant", "ShapeTensor?, ShapeTensorList*?, ValueTensor? -> Out", NoGradient = "Its result is constant.")]
public sealed record FillConstantOp(Shape Shape, DType Dtype, float Value = 0f, string StrValue = "", bool ForceCpu = false, int PlaceType = -1) : Op, IComposable
{
    /// <summary>The value, exactly.</summary>
    /// <exception cref="InvalidArgumentException"><see cref="StrValue"/> is no number.</exception>
    internal Scalar Number
        => StrValue.Length == 0 ? (Scalar)Value
            : long.TryParse(StrValue, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) ? (Scalar)integer
            : ulong.TryParse(StrValue, NumberStyles.None, CultureInfo.InvariantCulture, out ulong unsigned) ? (Scalar)unsigned
            : double.TryParse(StrValue, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? (Scalar)real
            : StrValue switch
            {
                "inf" => double.PositiveInfinity,
                "-inf" => double.NegativeInfinity,
                "nan" => double.NaN,
                _ => throw new InvalidArgumentException($"fill_constant: str_value '{StrValue}' is no number."),
            };

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape shape = Shape;
        bool isOpen = c.Has("ShapeTensor") || c.List("ShapeTensorList").Length > 0;
        if (isOpen)
            shape = SizeInputs.Unknown(c, "ShapeTensor", "ShapeTensorList", Shape);
        foreach (int d in shape)
            c.Require(d >= (isOpen ? -1 : 0), $"the shape {shape} has a negative dimension.");
        c["Out"] = new TensorMeta(shape, Dtype);
    }

    // The last input is the value; all before it are sizes.
    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => inputs.Length > 1 && SizeInputs.Any(inputs[..^1], 0);

    bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

    void IComposable.Compose(ComposeContext c)
    {
        Ints dims = SizeInputs.Read(c, "ShapeTensor", "ShapeTensorList")!;
        c["Out"] = new FillConstantOp(dims, Dtype, Value, StrValue, ForceCpu, PlaceType).ApplyAll(default, default, c.Find("ValueTensor"))[0];
    }

    internal static Tensor Of(Shape shape, Scalar value, DType dtype) => Record(shape, value, dtype).ApplyAll()[0];

    internal static FillConstantOp Record(Shape shape, Scalar value, DType dtype)
    {
        double real = value.ToDouble();
        // An integer of 2^53 and more may have been rounded on its way to the double.
        bool exact = (float)real == real ? value.IsFloating || Math.Abs(real) < 1L << 53 : double.IsNaN(real) && value.IsFloating;
        string text = exact ? "" : value.IsFloating ? real.ToString("R", CultureInfo.InvariantCulture) : value.ToString();
        return new FillConstantOp(shape, dtype, (float)real, text);
    }
}
