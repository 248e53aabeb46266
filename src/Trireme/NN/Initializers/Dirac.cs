namespace Trireme.NN.Initializers;

/// <summary>A convolution that copies its input: 1 in the middle of the kernel from channel i to channel i, else 0.</summary>
/// <param name="groups">How many times the identity is repeated over the output channels; must divide them.</param>
/// <param name="name">Kept for Paddle's signature.</param>
/// <remarks>Mirrors paddle.nn.initializer.Dirac. The parameter is a filter [out, in, k…] of 3 to 5 dimensions.</remarks>
public sealed class Dirac(int groups = 1, string? name = null) : Initializer
{
    /// <summary>Kept for Paddle's signature.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override void Forward(Tensor param)
    {
        Shape shape = param.Shape;
        if (shape.Rank is < 3 or > 5)
            throw new InvalidArgumentException($"Dirac: a parameter of shape {shape} is no filter.", "It must have 3 to 5 dimensions.");
        if (groups < 1 || shape[0] % groups != 0)
            throw new InvalidArgumentException($"Dirac: {groups} groups do not divide {shape[0]} output channels.");
        int kernel = 1, middle = 0;
        for (int i = 2; i < shape.Rank; i++)
        {
            middle = (middle * shape[i]) + (shape[i] / 2);
            kernel *= shape[i];
        }
        var values = new double[param.Size];
        int perGroup = shape[0] / groups;
        for (int g = 0; g < groups; g++)
        {
            for (int i = 0; i < Math.Min(perGroup, shape[1]); i++)
                values[(((((g * perGroup) + i) * shape[1]) + i) * kernel) + middle] = 1;
        }
        RandomFill.Store(param, values);
    }
}
