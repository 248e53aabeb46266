namespace Trireme.NN.Initializers;

/// <summary>The rows (or columns, whichever are fewer) of the flattened parameter are orthogonal and of length gain.</summary>
/// <param name="gain">The length; finite.</param>
/// <param name="name">Kept for Paddle's signature.</param>
/// <remarks>Mirrors paddle.nn.initializer.Orthogonal; Saxe et al. 2013. Needs at least two dimensions.</remarks>
public sealed class Orthogonal(double gain = 1.0, string? name = null) : Initializer
{
    /// <summary>Kept for Paddle's signature.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override void Forward(Tensor param)
    {
        if (param.Shape.Rank < 2)
            throw new InvalidArgumentException($"Orthogonal: a parameter of shape {param.Shape} has fewer than two dimensions.");
        RequireFinite("Orthogonal", gain);
        int rows = param.Shape[0], columns = (int)(param.Size / rows);
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        double[] normal = RandomFill.Normal((long)count * length, 0, 1);
        Orthonormalize(normal, count, length);
        var values = new double[param.Size];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < length; j++)
                values[rows <= columns ? (i * columns) + j : (j * columns) + i] = gain * normal[(i * length) + j];
        }
        RandomFill.Store(param, values);
    }

    // Gram-Schmidt, each vector twice: once leaves errors where vectors are nearly parallel.
    private static void Orthonormalize(double[] vectors, int count, int length)
    {
        for (int i = 0; i < count; i++)
        {
            Span<double> v = vectors.AsSpan(i * length, length);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    Span<double> u = vectors.AsSpan(j * length, length);
                    double dot = System.Numerics.Tensors.TensorPrimitives.Dot<double>(v, u);
                    for (int k = 0; k < length; k++)
                        v[k] -= dot * u[k];
                }
            }
            double norm = System.Numerics.Tensors.TensorPrimitives.Norm<double>(v);
            System.Numerics.Tensors.TensorPrimitives.Divide(v, norm, v);
        }
    }
}
