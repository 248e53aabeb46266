namespace Trireme.NN;

/// <summary>The input itself.</summary>
/// <remarks>Mirrors paddle.nn.Identity.</remarks>
public sealed class Identity() : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input;
}
