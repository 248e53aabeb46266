namespace Trireme.NN.Initializers;

/// <summary>The filter of a transposed convolution that enlarges by bilinear interpolation.</summary>
/// <remarks>Mirrors paddle.nn.initializer.Bilinear. The parameter is a filter [out, in, k, k].</remarks>
public sealed class Bilinear : Initializer
{
    /// <inheritdoc/>
    public override void Forward(Tensor param)
    {
        Shape shape = param.Shape;
        if (shape.Rank != 4 || shape[2] != shape[3])
            throw new InvalidArgumentException($"Bilinear: a parameter of shape {shape} is no square filter.", "It must be [out, in, k, k].");
        int size = shape[3];
        double factor = Math.Ceiling(size / 2.0), center = ((2 * factor) - 1 - (factor % 2)) / (2 * factor);
        var values = new double[param.Size];
        for (int i = 0; i < values.Length; i++)
        {
            double x = i % size, y = i / size % size;
            values[i] = (1 - Math.Abs((x / factor) - center)) * (1 - Math.Abs((y / factor) - center));
        }
        RandomFill.Store(param, values);
    }
}
