using Trireme.Operators;

namespace Trireme.NN.Initializers;

/// <summary>Normal with variance 2 / (fan in + fan out).</summary>
/// <param name="fanIn">Numbers flowing into a unit; from the shape where null.</param>
/// <param name="fanOut">Numbers flowing out of a unit; from the shape where null.</param>
/// <param name="name">Kept for Paddle's signature.</param>
/// <remarks>Mirrors paddle.nn.initializer.XavierNormal; Glorot and Bengio 2010.</remarks>
public sealed class XavierNormal(double? fanIn = null, double? fanOut = null, string? name = null) : Initializer
{
    /// <summary>Kept for Paddle's signature.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    private protected override Op Record(Shape shape, DType dtype)
    {
        (int @in, int @out) = Fans(shape);
        return new GaussianRandomOp(shape, dtype, 0, Math.Sqrt(2.0 / ((fanIn ?? @in) + (fanOut ?? @out))), Seed);
    }
}
