namespace Trireme.Vision.Transforms;

/// <summary>Another size; see <see cref="Functional.Resize"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.Resize.</remarks>
public sealed class Resize : BaseTransform
{
    private readonly Ints _size;
    private readonly string _interpolation;

    /// <summary>A change of size.</summary>
    /// <param name="size">Rows and columns; or one number for the shorter side, the other in proportion.</param>
    /// <param name="interpolation">How samples between pixels are found.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1.</exception>
    public Resize(Ints size, string interpolation = "bilinear", IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        Functional.Pair(size, "Resize: size");
        (_size, _interpolation) = (size, interpolation);
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => Functional.Resize(image!, _size, _interpolation);
}
