namespace Trireme.Vision.Models;

/// <summary>The smaller MobileNetV3, for images [N, 3, H, W]; 2.5 million parameters.</summary>
/// <remarks>Mirrors paddle.vision.models.MobileNetV3Small. Howard et al. 2019, table 2.</remarks>
public sealed class MobileNetV3Small : MobileNetV3
{
    private static readonly BlockShape[] Shapes =
    [
        new(16, 3, 16, 16, true, false, 2), new(16, 3, 72, 24, false, false, 2), new(24, 3, 88, 24, false, false, 1), new(24, 5, 96, 40, true, true, 2),
        new(40, 5, 240, 40, true, true, 1), new(40, 5, 240, 40, true, true, 1), new(40, 5, 120, 48, true, true, 1), new(48, 5, 144, 48, true, true, 1),
        new(48, 5, 288, 96, true, true, 2), new(96, 5, 576, 96, true, true, 1), new(96, 5, 576, 96, true, true, 1),
    ];

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="scale">A factor on all numbers of channels; above 0.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException">The scale is not above 0.</exception>
    public MobileNetV3Small(double scale = 1.0, int numClasses = 1000, bool withPool = true)
        : base(Shapes, 1024, scale, numClasses, withPool)
    {
    }
}
