namespace Trireme.Vision.Transforms;

/// <summary>An image without colour; see <see cref="Functional.ToGrayscale"/>.</summary>
/// <param name="numOutputChannels">1, or 3 equal ones.</param>
/// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
/// <remarks>Mirrors paddle.vision.transforms.Grayscale.</remarks>
public sealed class Grayscale(int numOutputChannels = 1, IReadOnlyList<string>? keys = null) : BaseTransform(keys)
{
    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => Functional.ToGrayscale(image!, numOutputChannels);
}
