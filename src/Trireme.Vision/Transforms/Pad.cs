namespace Trireme.Vision.Transforms;

/// <summary>A border; see <see cref="Functional.Pad"/>.</summary>
/// <param name="padding">One width; left/right and top/bottom; or left, top, right and bottom.</param>
/// <param name="fill">The colour of a constant border; 0 where null.</param>
/// <param name="paddingMode"><c>"constant"</c>, <c>"edge"</c>, <c>"reflect"</c> or <c>"symmetric"</c>.</param>
/// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
/// <remarks>Mirrors paddle.vision.transforms.Pad.</remarks>
public sealed class Pad(Ints padding, Numbers? fill = null, string paddingMode = "constant", IReadOnlyList<string>? keys = null) : BaseTransform(keys)
{
    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => Functional.Pad(image!, padding, fill, paddingMode);
}
