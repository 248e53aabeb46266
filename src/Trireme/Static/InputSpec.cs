namespace Trireme.Static;

/// <summary>What an input looks like: dimensions (-1 where any size will do), element type and name.</summary>
/// <param name="Shape">The dimensions; -1 for the batch, usually.</param>
/// <param name="DType">The element type.</param>
/// <param name="Name">The name, or null.</param>
/// <param name="StopGradient">Whether gradients stop at the input.</param>
/// <remarks>Mirrors paddle.static.InputSpec.</remarks>
public sealed record InputSpec(Shape Shape, DType DType, string? Name = null, bool StopGradient = true)
{
    /// <summary>An input of type float32.</summary>
    /// <param name="shape">The dimensions.</param>
    public InputSpec(Shape shape)
        : this(shape, DType.Float32)
    {
    }

    /// <summary>The specification that a tensor meets.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">The name, or null.</param>
    public static InputSpec FromTensor(Tensor tensor, string? name = null) => new(tensor.Shape, tensor.DType, name);
}
