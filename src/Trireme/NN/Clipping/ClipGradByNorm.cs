namespace Trireme.NN;

/// <summary>Scales each gradient down to a length, where it is longer.</summary>
/// <param name="clipNorm">The length; above 0.</param>
/// <remarks>Mirrors paddle.nn.ClipGradByNorm.</remarks>
public sealed class ClipGradByNorm(double clipNorm) : ClipGradBase
{
    private readonly double _clipNorm = Positive(clipNorm, "ClipGradByNorm: clipNorm");

    /// <inheritdoc/>
    protected internal override Tensor[] Clip(Tensor[] grads)
        => Array.ConvertAll(grads, g => g * (_clipNorm / g.Square().Sum().Sqrt().Clip(min: _clipNorm)));
}
