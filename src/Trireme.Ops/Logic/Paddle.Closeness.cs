using System.Globalization;
using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>Where |x − y| ≤ atol + rtol · |y|, as bools, broadcast.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="rtol">The relative tolerance.</param>
    /// <param name="atol">The absolute tolerance.</param>
    /// <param name="equalNan">Whether NaN is close to NaN.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.isclose.</remarks>
    public static Tensor Isclose(this Tensor x, Tensor y, double rtol = 1e-05, double atol = 1e-08, bool equalNan = false, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return new IsCloseOp(rtol.ToString("R", CultureInfo.InvariantCulture), atol.ToString("R", CultureInfo.InvariantCulture), equalNan)
            .Apply(Promotion.ToFloating(x), Promotion.ToFloating(y));
    }

    /// <summary>Whether |x − y| ≤ atol + rtol · |y| everywhere, as a bool without dimensions.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="rtol">The relative tolerance.</param>
    /// <param name="atol">The absolute tolerance.</param>
    /// <param name="equalNan">Whether NaN is close to NaN.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.allclose.</remarks>
    public static Tensor Allclose(this Tensor x, Tensor y, double rtol = 1e-05, double atol = 1e-08, bool equalNan = false, string? name = null)
        => Isclose(x, y, rtol, atol, equalNan).All();

    /// <summary>Whether x and y have one shape and equal elements, as a bool without dimensions.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.equal_all.</remarks>
    public static Tensor EqualAll(this Tensor x, Tensor y, string? name = null)
        => x.Shape == y.Shape ? x.Equal(y).All() : ToTensor(false);

    /// <summary>Whether x has no elements, as a bool without dimensions.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.is_empty.</remarks>
    public static Tensor IsEmpty(this Tensor x, string? name = null)
    {
        if (x is not Static.Variable variable)
            return ToTensor(x.Size == 0);
        Static.Block block = Static.Recorder.Main.CurrentBlock();
        Static.Variable output = block.CreateVar(Programs.UniqueName.Generate("is_empty.tmp"), default(Shape), DType.Bool, stopGradient: true);
        Static.Recorder.Append(block, new IsEmptyOp(), [variable], [output]);
        return output;
    }

    /// <summary>Whether an object is a tensor.</summary>
    /// <param name="x">Any object.</param>
    /// <remarks>Mirrors paddle.is_tensor.</remarks>
    public static bool IsTensor(object? x) => x is Tensor;

    /// <summary>Whether x holds floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <remarks>Mirrors paddle.is_floating_point.</remarks>
    public static bool IsFloatingPoint(this Tensor x) => x.DType.IsFloating;

    /// <summary>Whether x holds integers.</summary>
    /// <param name="x">The tensor.</param>
    /// <remarks>Mirrors paddle.is_integer.</remarks>
    public static bool IsInteger(this Tensor x) => x.DType.IsInteger;

    /// <summary>Whether x holds complex numbers: never, there are none.</summary>
    /// <param name="x">The tensor.</param>
    /// <remarks>Mirrors paddle.is_complex.</remarks>
    public static bool IsComplex(this Tensor x) => false;
}
