namespace Trireme.Vision.Models;

/// <summary>The larger MobileNetV3, for images [N, 3, H, W]; 5.5 million parameters.</summary>
/// <remarks>Mirrors paddle.vision.models.MobileNetV3Large. Howard et al. 2019, table 1.</remarks>
public sealed class MobileNetV3Large : MobileNetV3
{
    private static readonly BlockShape[] Shapes =
    [
        new(16, 3, 16, 16, false, false, 1), new(16, 3, 64, 24, false, false, 2), new(24, 3, 72, 24, false, false, 1), new(24, 5, 72, 40, true, false, 2),
        new(40, 5, 120, 40, true, false, 1), new(40, 5, 120, 40, true, false, 1), new(40, 3, 240, 80, false, true, 2), new(80, 3, 200, 80, false, true, 1),
        new(80, 3, 184, 80, false, true, 1), new(80, 3, 184, 80, false, true, 1), new(80, 3, 480, 112, true, true, 1), new(112, 3, 672, 112, true, true, 1),
        new(112, 5, 672, 160, true, true, 2), new(160, 5, 960, 160, true, true, 1), new(160, 5, 960, 160, true, true, 1),
    ];

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="scale">A factor on all numbers of channels; above 0.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException">The scale is not above 0.</exception>
    public MobileNetV3Large(double scale = 1.0, int numClasses = 1000, bool withPool = true)
        : base(Shapes, 1280, scale, numClasses, withPool)
    {
    }
}
