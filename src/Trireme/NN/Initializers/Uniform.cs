using Trireme.Operators;

namespace Trireme.NN.Initializers;

/// <summary>Uniform in [low, high).</summary>
/// <param name="low">The lower end; finite.</param>
/// <param name="high">The upper end; finite, not below <paramref name="low"/>.</param>
/// <param name="name">Kept for Paddle's signature.</param>
/// <remarks>Mirrors paddle.nn.initializer.Uniform.</remarks>
public sealed class Uniform(double low = -1.0, double high = 1.0, string? name = null) : Initializer
{
    /// <summary>Kept for Paddle's signature.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    private protected override Op Record(Shape shape, DType dtype)
    {
        RequireFinite("Uniform", low, high);
        if (high < low)
            throw new InvalidArgumentException($"Uniform: high {high} is below low {low}.");
        return new UniformRandomOp(shape, dtype, low, high, Seed);
    }
}
