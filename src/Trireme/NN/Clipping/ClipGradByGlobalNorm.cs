namespace Trireme.NN;

/// <summary>Scales all gradients by one factor, so that together they are no longer than a length.</summary>
/// <param name="clipNorm">The length; above 0.</param>
/// <param name="groupName">Kept for Paddle's signature.</param>
/// <param name="autoSkipClip">Whether nothing is multiplied where the gradients are short enough anyway.</param>
/// <remarks>Mirrors paddle.nn.ClipGradByGlobalNorm; Pascanu et al. 2013.</remarks>
public sealed class ClipGradByGlobalNorm(double clipNorm, string groupName = "default_group", bool autoSkipClip = false) : ClipGradBase
{
    private readonly double _clipNorm = Positive(clipNorm, "ClipGradByGlobalNorm: clipNorm");

    /// <summary>Kept for Paddle's signature.</summary>
    public string GroupName { get; } = groupName;

    /// <inheritdoc/>
    protected internal override Tensor[] Clip(Tensor[] grads)
    {
        double norm = Math.Sqrt(grads.Sum(g => g.Square().Sum().Item()));
        if (autoSkipClip && norm <= _clipNorm)
            return grads;
        double factor = _clipNorm / Math.Max(norm, _clipNorm);
        return Array.ConvertAll(grads, g => g * factor);
    }
}
