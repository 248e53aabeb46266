namespace Trireme.NN.Initializers;

/// <summary>Every element has the same value.</summary>
/// <param name="value">The value; finite.</param>
/// <remarks>Mirrors paddle.nn.initializer.Constant.</remarks>
public sealed class Constant(double value = 0.0) : Initializer
{
    /// <inheritdoc/>
    public override void Forward(Tensor param)
    {
        RequireFinite("Constant", value);
        param.SetValue(Paddle.Full(param.Shape, value, param.DType));
    }
}
