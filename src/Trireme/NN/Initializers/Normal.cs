using Trireme.Operators;

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
    private protected override Op Record(Shape shape, DType dtype)
    {
        RequireFinite("Normal", mean, std);
        return new GaussianRandomOp(shape, dtype, mean, Math.Abs(std), Seed);
    }
}
