using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Changes brightness, contrast, saturation and hue at random, in random order.</summary>
/// <remarks>Mirrors paddle.vision.transforms.ColorJitter.</remarks>
public sealed class ColorJitter : BaseTransform
{
    private readonly BaseTransform[] _changes;

    /// <summary>A random change of colours; with the defaults nothing changes.</summary>
    /// <param name="brightness">See <see cref="BrightnessTransform"/>; 0 where null.</param>
    /// <param name="contrast">See <see cref="ContrastTransform"/>; 0 where null.</param>
    /// <param name="saturation">See <see cref="SaturationTransform"/>; 0 where null.</param>
    /// <param name="hue">See <see cref="HueTransform"/>; 0 where null.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">A range is not possible.</exception>
    public ColorJitter(Numbers? brightness = null, Numbers? contrast = null, Numbers? saturation = null, Numbers? hue = null, IReadOnlyList<string>? keys = null)
        : base(keys)
        => _changes =
        [
            new BrightnessTransform(brightness ?? 0.0), new ContrastTransform(contrast ?? 0.0), new SaturationTransform(saturation ?? 0.0), new HueTransform(hue ?? 0.0),
        ];

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        var draw = Draw.Next();
        int[] order = [0, 1, 2, 3];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = draw.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters)
    {
        foreach (int i in (int[])parameters!)
            image = _changes[i].Call(image);
        return image;
    }
}
