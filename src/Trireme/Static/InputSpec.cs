namespace Trireme.Static;

/// <summary>What an input looks like: dimensions (-1 where any size will do), element type and name. Two that say the same are equal.</summary>
/// <remarks>Mirrors paddle.static.InputSpec.</remarks>
public sealed record InputSpec
{
    /// <summary>What an input looks like.</summary>
    /// <param name="shape">The dimensions; -1, Python's None, where any size will do: the batch, usually.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <param name="name">The name, or null.</param>
    /// <param name="stopGradient">Whether gradients stop at the input. A call's own tensors say it for the call.</param>
    public InputSpec(Shape shape, DType? dtype = null, string? name = null, bool stopGradient = false)
        => (Shape, DType, Name, StopGradient) = (shape, dtype ?? DType.Float32, name, stopGradient);

    /// <summary>The dimensions; -1 where any size will do.</summary>
    public Shape Shape { get; init; }

    /// <summary>The element type.</summary>
    public DType DType { get; init; }

    /// <summary>The name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Whether gradients stop at the input.</summary>
    public bool StopGradient { get; init; }

    /// <summary>The specification that a tensor meets.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">The name; the tensor's own where null.</param>
    /// <remarks>Mirrors InputSpec.from_tensor.</remarks>
    public static InputSpec FromTensor(Tensor tensor, string? name = null) => new(tensor.Shape, tensor.DType, name ?? tensor.Name);

    /// <summary>The specification that an array meets: its dimensions and the type of its elements.</summary>
    /// <param name="ndarray">A .NET array of any rank, or arrays of arrays, as <see cref="Paddle.ToTensor(Array, DType?, Place?, bool)"/> takes them.</param>
    /// <param name="name">The name, or null.</param>
    /// <exception cref="InvalidArgumentException">The elements are no numbers, or the rows differ in length.</exception>
    /// <remarks>Mirrors InputSpec.from_numpy.</remarks>
    public static InputSpec FromNumpy(Array ndarray, string? name = null)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        Tensor tensor = Paddle.ToTensor(ndarray);
        return new InputSpec(tensor.Shape, tensor.DType, name);
    }

    /// <summary>The specification of a batch of such inputs: one dimension more, in front.</summary>
    /// <param name="batchSize">The size of the batch: at least 1, or -1 for any.</param>
    /// <returns>A new specification; Python's is changed in place.</returns>
    /// <exception cref="InvalidArgumentException"><paramref name="batchSize"/> is 0 or below -1.</exception>
    /// <remarks>Mirrors InputSpec.batch.</remarks>
    public InputSpec Batch(int batchSize)
    {
        if (batchSize is 0 or < -1)
            throw new InvalidArgumentException($"InputSpec.Batch: the size {batchSize} is not possible.", null, "Give at least 1, or -1 for a batch of any size.");
        return this with { Shape = (int[])[batchSize, .. Shape.AsSpan()] };
    }

    /// <summary>The specification of one example of a batch: without the first dimension.</summary>
    /// <returns>A new specification; Python's is changed in place.</returns>
    /// <exception cref="InvalidArgumentException">There is no dimension to take away.</exception>
    /// <remarks>Mirrors InputSpec.unbatch.</remarks>
    public InputSpec Unbatch()
        => Shape.Rank > 0 ? this with { Shape = Shape[1..] } : throw new InvalidArgumentException("InputSpec.Unbatch: the specification has no dimensions.", "Its shape is [].");
}
