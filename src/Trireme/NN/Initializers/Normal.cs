namespace Trireme.NN.Initializers;

/// <summary>Normally distributed.</summary>
/// <param name="mean">The mean; finite.</param>
/// <param name="std">The standard deviation; finite.</param>
/// <param name="name">Kept for Paddle's signature.</param>
/// <remarks>Mirrors paddle.nn.initializer.Normal.</remarks>
public sealed class Normal(double mean = 0.0, double std = 1.0, string? name = null) : Initializer
{
    /// <summary>Kept for Paddle's signature.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override void Forward(Tensor param)
    {
        RequireFinite("Normal", mean, std);
        RandomFill.Store(param, RandomFill.Normal(param.Size, mean, std));
    }
}
