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
        if (grads.Length == 0)
            return grads;
        Tensor norm = grads.Select(g => g.Square().Sum()).Aggregate((a, b) => a + b).Sqrt();
        // In a program the norm is not known before it runs.
        if (autoSkipClip && !norm.IsSymbolic && norm.Item() <= _clipNorm)
            return grads;
        Tensor factor = _clipNorm / norm.Clip(min: _clipNorm);
        return Array.ConvertAll(grads, g => g * (factor.DType == g.DType ? factor : factor.Cast(g.DType)));
    }
}
