using Trireme.NN;

namespace Trireme.Fluid;

/// <summary>Limits of gradients for <c>optimizer.Minimize(loss, gradClip: …)</c>: fluid.dygraph_grad_clip.</summary>
public static class DygraphGradClip
{
    /// <summary>Limits each element of the gradients.</summary>
    /// <param name="minValue">The least value; where <paramref name="maxValue"/> is null, the largest, and its opposite the least.</param>
    /// <param name="maxValue">The largest value.</param>
    /// <exception cref="InvalidArgumentException">The only limit is not above 0.</exception>
    /// <remarks>Mirrors fluid.dygraph_grad_clip.GradClipByValue.</remarks>
    public static ClipGradByValue GradClipByValue(double minValue, double? maxValue = null)
        => maxValue is { } max ? new ClipGradByValue(max, minValue) : new ClipGradByValue(minValue);

    /// <summary>Limits the norm of each gradient.</summary>
    /// <param name="clipNorm">The largest norm; above 0.</param>
    /// <exception cref="InvalidArgumentException">The norm is not above 0.</exception>
    /// <remarks>Mirrors fluid.dygraph_grad_clip.GradClipByNorm.</remarks>
    public static ClipGradByNorm GradClipByNorm(double clipNorm) => new(clipNorm);

    /// <summary>Limits the norm of all gradients together.</summary>
    /// <param name="maxGlobalNorm">The largest norm; above 0.</param>
    /// <exception cref="InvalidArgumentException">The norm is not above 0.</exception>
    /// <remarks>Mirrors fluid.dygraph_grad_clip.GradClipByGlobalNorm.</remarks>
    public static ClipGradByGlobalNorm GradClipByGlobalNorm(double maxGlobalNorm) => new(maxGlobalNorm);
}
