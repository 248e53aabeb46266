using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The larger of x and y; NaN where one is; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.maximum.</remarks>
    public static Tensor Maximum(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return MaximumOp.Default.Apply(x, y);
    }

    /// <summary>The smaller of x and y; NaN where one is; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.minimum.</remarks>
    public static Tensor Minimum(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return MinimumOp.Default.Apply(x, y);
    }

    /// <summary>The larger of x and y; the other where one is NaN; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.fmax.</remarks>
    public static Tensor Fmax(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return FmaxOp.Default.Apply(x, y);
    }

    /// <summary>The smaller of x and y; the other where one is NaN; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.fmin.</remarks>
    public static Tensor Fmin(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return FminOp.Default.Apply(x, y);
    }

    /// <summary>The angle of the point (y, x) in (−π, π]: the arc tangent of x / y with its quadrant; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.atan2.</remarks>
    public static Tensor Atan2(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return Atan2Op.Default.Apply(Promotion.ToFloating(x), Promotion.ToFloating(y));
    }

    /// <summary>√(x² + y²); element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.hypot.</remarks>
    public static Tensor Hypot(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return HypotOp.Default.Apply(Promotion.ToFloating(x), Promotion.ToFloating(y));
    }

    /// <summary>The greatest common divisor of integers; not negative; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.gcd.</remarks>
    public static Tensor Gcd(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return GcdOp.Default.Apply(x, y);
    }

    /// <summary>The least common multiple of integers; not negative; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.lcm.</remarks>
    public static Tensor Lcm(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return LcmOp.Default.Apply(x, y);
    }

    /// <summary>The unit step of x: 0 below 0, y at 0, 1 above; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.heaviside.</remarks>
    public static Tensor Heaviside(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return HeavisideOp.Default.Apply(x, y);
    }

    /// <summary>|x| with the sign of y; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.copysign.</remarks>
    public static Tensor Copysign(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return CopysignOp.Default.Apply(Promotion.ToFloating(x), Promotion.ToFloating(y));
    }

    /// <summary>The next floating point number after x in the direction of y; element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.nextafter.</remarks>
    public static Tensor Nextafter(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return NextafterOp.Default.Apply(Promotion.ToFloating(x), Promotion.ToFloating(y));
    }
}
