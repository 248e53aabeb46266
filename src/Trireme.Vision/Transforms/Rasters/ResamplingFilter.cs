namespace Trireme.Vision.Transforms.Rasters;

/// <summary>A weight as a function of the distance, zero beyond <see cref="Support"/>.</summary>
/// <param name="Support">The distance at which the weight becomes and stays 0, in pixels.</param>
/// <param name="Weight">The weight at a distance.</param>
/// <param name="Widens">Whether the filter widens when the image shrinks.</param>
internal sealed record ResamplingFilter(double Support, Func<double, double> Weight, bool Widens)
{
    public static ResamplingFilter Named(string name, bool image) => name switch
    {
        "bilinear" => new(1, Triangle, image),
        "bicubic" => new(2, image ? x => Cubic(x, -0.5) : x => Cubic(x, -0.75), image),
        "box" when image => new(0.5, Box, true),
        "hamming" when image => new(1, Hamming, true),
        "lanczos" when image => new(3, Lanczos, true),
        "area" when !image => new(0.5, Box, true),
        _ => throw new InvalidArgumentException($"Resize: interpolation is '{name}'.",
            image ? "An Image takes 'nearest', 'bilinear', 'bicubic', 'box', 'lanczos' and 'hamming'." : "A tensor takes 'nearest', 'bilinear', 'bicubic' and 'area'."),
    };

    private static double Box(double x) => x is > -0.5 and <= 0.5 ? 1 : 0;

    private static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));

    // Keys' cubic convolution; a is the slope at distance 1.
    private static double Cubic(double x, double a)
    {
        x = Math.Abs(x);
        return x < 1 ? (((((a + 2) * x) - (a + 3)) * x) * x) + 1 : x < 2 ? a * ((((((x - 5) * x) + 8) * x)) - 4) : 0;
    }

    private static double Hamming(double x)
    {
        x = Math.Abs(x);
        return x == 0 ? 1 : x >= 1 ? 0 : Sinc(x) * (0.54 + (0.46 * Math.Cos(Math.PI * x)));
    }

    private static double Lanczos(double x) => Math.Abs(x) < 3 ? Sinc(x) * Sinc(x / 3) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
