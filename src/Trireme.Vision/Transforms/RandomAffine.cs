using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>Turns, moves, stretches and shears an image at random; see <see cref="Functional.Affine"/>.</summary>
/// <remarks>Mirrors paddle.vision.transforms.RandomAffine.</remarks>
public sealed class RandomAffine : BaseTransform
{
    private readonly (double Low, double High) _degrees, _scale, _shearX, _shearY;
    private readonly (double X, double Y) _translate;
    private readonly string _interpolation;
    private readonly Numbers? _fill, _center;

    /// <summary>A random change.</summary>
    /// <param name="degrees">A range of angles, clockwise; or one number of at least 0, for -degrees to degrees.</param>
    /// <param name="translate">The largest moves, as parts of width and height from 0 to 1; none where null.</param>
    /// <param name="scale">The range of the scale, above 0; none where null.</param>
    /// <param name="shear">Degrees: one number of at least 0 for -shear to shear along the rows, a range along the rows, or four numbers: a range along
    /// the rows and one along the columns; none where null.</param>
    /// <param name="interpolation"><c>"nearest"</c> or <c>"bilinear"</c>.</param>
    /// <param name="fill">The colour of what was outside; 0 where null.</param>
    /// <param name="center">The column and row about which is turned; the middle where null.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">A range is not possible, or the interpolation unknown.</exception>
    public RandomAffine(Numbers degrees, Numbers? translate = null, Numbers? scale = null, Numbers? shear = null, string interpolation = "nearest",
        Numbers? fill = null, Numbers? center = null, IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        Functional.IsBilinear(interpolation, "RandomAffine");
        _degrees = Around(degrees, "degrees");
        if (translate is { } t && (t.Count != 2 || !(t[0] is >= 0 and <= 1) || !(t[1] is >= 0 and <= 1)))
            throw new InvalidArgumentException($"RandomAffine: translate is {t}.", "It must be two numbers from 0 to 1.");
        if (center is { Count: not 2 })
            throw new InvalidArgumentException($"RandomAffine: center is {center}.", "It must be a column and a row.");
        _translate = translate is { } move ? (move[0], move[1]) : (0, 0);
        _scale = scale is { } range ? Ranges.Ordered(range, "RandomAffine: scale") : (1, 1);
        if (shear is { Count: 4 } both)
            (_shearX, _shearY) = (Around((both[0], both[1]), "shear"), Around((both[2], both[3]), "shear"));
        else if (shear is { } rows)
            _shearX = Around(rows, "shear");
        (_interpolation, _fill, _center) = (interpolation, fill, center);

        static (double, double) Around(Numbers value, string name)
            => Ranges.Around(value, $"RandomAffine: {name}", 0, double.NegativeInfinity, double.PositiveInfinity) ?? (0, 0);
    }

    /// <inheritdoc/>
    protected override object? GetParams(IReadOnlyList<object?> inputs)
    {
        (int height, int width, _) = Raster.SizeOf(ImageOf(inputs), "RandomAffine");
        var draw = Draw.Next();
        double angle = draw.Uniform(_degrees.Low, _degrees.High);
        double x = Math.Round(draw.Uniform(-_translate.X, _translate.X) * width), y = Math.Round(draw.Uniform(-_translate.Y, _translate.Y) * height);
        double scale = draw.Uniform(_scale.Low, _scale.High), along = draw.Uniform(_shearX.Low, _shearX.High), down = draw.Uniform(_shearY.Low, _shearY.High);
        return (angle, x, y, scale, along, down);
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters)
    {
        var (angle, x, y, scale, along, down) = ((double, double, double, double, double, double))parameters!;
        return Functional.Affine(image!, angle, (x, y), scale, (along, down), _interpolation, _fill, _center);
    }
}
