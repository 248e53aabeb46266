namespace Trireme.Vision.Transforms;

/// <summary>A rectangle in the middle; see <see cref="Functional.CenterCrop"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.CenterCrop.</remarks>
public sealed class CenterCrop : BaseTransform
{
    private readonly Ints _size;

    /// <summary>A cut.</summary>
    /// <param name="size">Rows and columns; one number for both.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1.</exception>
    public CenterCrop(Ints size, IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        Functional.Pair(size, "CenterCrop: size");
        _size = size;
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => Functional.CenterCrop(image!, _size);
}
