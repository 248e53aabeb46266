using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Mirrors an image left to right, sometimes.</summary>
/// <remarks>Mirrors paddle.vision.transforms.RandomHorizontalFlip.</remarks>
public sealed class RandomHorizontalFlip : BaseTransform
{
    private readonly double _prob;

    /// <summary>A flip by chance.</summary>
    /// <param name="prob">How likely it is; 0 to 1.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">The probability is out of range.</exception>
    public RandomHorizontalFlip(double prob = 0.5, IReadOnlyList<string>? keys = null)
        : base(keys) => _prob = Ranges.Probability(prob, "RandomHorizontalFlip");

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        var draw = Draw.Next();
        return draw.Unit() < _prob;
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters) => parameters is true ? Functional.Hflip(image!) : image;
}
