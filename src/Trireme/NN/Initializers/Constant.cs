using Trireme.Operators;

namespace Trireme.NN.Initializers;

/// <summary>Every element has the same value.</summary>
/// <param name="value">The value; finite.</param>
/// <remarks>Mirrors paddle.nn.initializer.Constant.</remarks>
public sealed class Constant(double value = 0.0) : Initializer
{
    /// <inheritdoc/>
    private protected override Op Record(Shape shape, DType dtype)
    {
        RequireFinite("Constant", value);
        return FillConstantOp.Record(shape, value, dtype);
    }
}
