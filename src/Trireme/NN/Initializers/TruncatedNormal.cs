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
    public override void Forward(Tensor param)
    {
        RequireFinite("TruncatedNormal", mean, std);
        RandomFill.Store(param, RandomFill.TruncatedNormal(param.Size, mean, std));
    }
}
