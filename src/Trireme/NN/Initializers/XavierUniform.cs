using Trireme.Operators;

namespace Trireme.NN.Initializers;

/// <summary>Uniform in ±√(6 / (fan in + fan out)): keeps the variance of activations and gradients from layer to layer.</summary>
/// <param name="fanIn">Numbers flowing into a unit; from the shape where null.</param>
/// <param name="fanOut">Numbers flowing out of a unit; from the shape where null.</param>
/// <param name="name">Kept for Paddle's signature.</param>
/// <remarks>Mirrors paddle.nn.initializer.XavierUniform; Glorot and Bengio 2010.</remarks>
public sealed class XavierUniform(double? fanIn = null, double? fanOut = null, string? name = null) : Initializer
{
    /// <summary>Kept for Paddle's signature.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    private protected override Op Record(Shape shape, DType dtype)
    {
        (int @in, int @out) = Fans(shape);
        double limit = Math.Sqrt(6.0 / ((fanIn ?? @in) + (fanOut ?? @out)));
        return new UniformRandomOp(shape, dtype, -limit, limit, Seed);
    }
}
