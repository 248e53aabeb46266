namespace Trireme.Operators;

/// <summary>Out = Input, with a range along some axes replaced by ValueTensor.</summary>
/// <param name="Axes">The axes.</param>
/// <param name="Starts">Where each range begins; negative counts from the end.</param>
/// <param name="Ends">Where each range stops, exclusive.</param>
/// <param name="Steps">The step along each axis; not 0.</param>
/// <param name="DecreaseAxes">Axes with one element that the value does not have.</param>
/// <param name="NoneAxes">Where the value has additional dimensions of size 1.</param>
/// <param name="Shape">The dimensions of the value where there is no ValueTensor.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="BoolValues">Its values of bool, as 0 and 1.</param>
/// <param name="Fp32Values">Its values of float32.</param>
/// <param name="Int32Values">Its values of int32.</param>
/// <param name="Int64Values">Its values of int64.</param>
/// <param name="Fp64Values">Its values of float64.</param>
[Op("set_value", "Input, ValueTensor?, StartsTensorList*, EndsTensorList*, StepsTensorList* -> Out")]
public sealed record SetValueOp(Ints Axes, Ints Starts = default, Ints Ends = default, Ints Steps = default, Ints DecreaseAxes = default, Ints NoneAxes = default,
    Shape Shape = default, DType Dtype = default, int[]? BoolValues = null, float[]? Fp32Values = null, int[]? Int32Values = null, long[]? Int64Values = null,
    double[]? Fp64Values = null) : Op, IComposable
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        if (!c.Has("ValueTensor") || SizeInputs.Any(c.Call.Inputs, 2))
        {
            c["Out"] = c["Input"];
            return;
        }
        TensorMeta place = SliceRange.Infer(c, Axes, Starts, Ends, Steps, DecreaseAxes), value = c["ValueTensor"];
        c.Require(value.DType == place.DType, "the value has another element type.", "Cast it.");
        c.Require(!place.Shape.IsKnown || Shape.Broadcast(value.Shape, place.Shape) == place.Shape, $"the value {value.Shape} does not broadcast to the place {place.Shape}.");
        c["Out"] = c["Input"];
    }

    private SetValueOp Plain => new(Axes, Starts, Ends, Steps, DecreaseAxes);

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor d = g.D["Out"];
        if (g.Needs("Input"))
            g.D["Input"] = Plain.Apply(d, Paddle.Zeros([], d.DType));
        if (g.Needs("ValueTensor"))
            g.D["ValueTensor"] = new StridedSliceOp(Axes, Starts, Ends, Steps, DecreaseAxis: DecreaseAxes).Apply(d);
    }

    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => inputs.Length < 2 || inputs[1] is null || SizeInputs.Any(inputs, 2);

    bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 2);

    void IComposable.Compose(ComposeContext c)
    {
        Ints starts = SizeInputs.Read(c, "StartsTensorList") ?? Starts, ends = SizeInputs.Read(c, "EndsTensorList") ?? Ends;
        Ints steps = SizeInputs.Read(c, "StepsTensorList") ?? (Steps.Count == 0 ? Enumerable.Repeat(1, Axes.Count).ToArray() : Steps);
        Tensor value = c.Find("ValueTensor") ?? new AssignValueOp(Shape, Dtype, BoolValues, Fp32Values, Int32Values, Int64Values, Fp64Values).ApplyAll()[0].Cast(c["Input"].DType);
        if (NoneAxes.Count > 0)
            value = value.Squeeze(NoneAxes);
        c["Out"] = new SetValueOp(Axes, starts, ends, steps, DecreaseAxes).ApplyAll(c["Input"], value)[0];
    }

    internal StridedPart Part(Shape input) => SliceRange.Part(input, Axes.AsSpan(), Starts.AsSpan(), Ends.AsSpan(), Steps.AsSpan(), DecreaseAxes);
}
