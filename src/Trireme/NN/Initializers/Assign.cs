namespace Trireme.NN.Initializers;

/// <summary>The elements are those of a given tensor.</summary>
/// <param name="value">The values, of the parameter's shape.</param>
/// <param name="name">Kept for Paddle's signature.</param>
/// <remarks>Mirrors paddle.nn.initializer.Assign.</remarks>
public sealed class Assign(Tensor value, string? name = null) : Initializer
{
    /// <inheritdoc cref="Assign(Tensor, string)"/>
    public Assign(float[] value, string? name = null)
        : this(Tensor.From<float>(value, value.Length), name)
    {
    }

    /// <summary>Kept for Paddle's signature.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override void Forward(Tensor param)
    {
        if (value.Shape.Numel != param.Shape.Numel)
            throw new InvalidArgumentException("Assign: the value does not fit the parameter.", $"It is {value.Shape}; the parameter is {param.Shape}.");
        Tensor same = value.View(param.Shape);
        param.SetValue(same.DType == param.DType ? same : same.Cast(param.DType));
    }
}
