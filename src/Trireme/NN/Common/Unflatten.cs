namespace Trireme.NN;

/// <summary>Splits one axis into several.</summary>
/// <remarks>Mirrors paddle.nn.Unflatten.</remarks>
public sealed class Unflatten : Layer
{
    private readonly int _axis;
    private readonly Shape _shape;

    /// <summary>A layer that splits an axis.</summary>
    /// <param name="axis">The axis; negative from the end.</param>
    /// <param name="shape">The dimensions it becomes; one may be -1.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    public Unflatten(int axis, Shape shape, string? name = null) => (_axis, _shape, Name) = (axis, shape, name);

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Unflatten(_axis, _shape);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"axis={_axis}, shape={_shape}";
}
