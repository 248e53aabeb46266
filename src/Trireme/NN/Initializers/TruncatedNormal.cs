using Trireme.Operators;

namespace Trireme.NN.Initializers;

/// <summary>Normally distributed, cut at two standard deviations.</summary>
/// <param name="mean">The mean of the uncut distribution; finite.</param>
/// <param name="std">The standard deviation of the uncut distribution; finite.</param>
/// <param name="name">Kept for Paddle's signature.</param>
/// <remarks>Mirrors paddle.nn.initializer.TruncatedNormal.</remarks>
public sealed class TruncatedNormal(double mean = 0.0, double std = 1.0, string? name = null) : Initializer
{
    /// <summary>Kept for Paddle's signature.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    private protected override Op Record(Shape shape, DType dtype)
    {
        RequireFinite("TruncatedNormal", mean, std);
        return new TruncatedGaussianRandomOp(shape, dtype, mean, Math.Abs(std), Seed);
    }
}
