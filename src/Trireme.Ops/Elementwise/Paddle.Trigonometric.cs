using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The sine of x radians, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.sin.</remarks>
    public static Tensor Sin(this Tensor x, string? name = null) => SinOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Sin"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.sin_.</remarks>
    public static Tensor Sin_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Sin());

    /// <summary>The cosine of x radians, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.cos.</remarks>
    public static Tensor Cos(this Tensor x, string? name = null) => CosOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Cos"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.cos_.</remarks>
    public static Tensor Cos_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Cos());

    /// <summary>The tangent of x radians, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.tan.</remarks>
    public static Tensor Tan(this Tensor x, string? name = null) => TanOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Tan"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.tan_.</remarks>
    public static Tensor Tan_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Tan());

    /// <summary>The angle in [−π/2, π/2] whose sine is x; NaN outside [−1, 1], element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.asin.</remarks>
    public static Tensor Asin(this Tensor x, string? name = null) => AsinOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Asin"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.asin_.</remarks>
    public static Tensor Asin_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Asin());

    /// <summary>The angle in [0, π] whose cosine is x; NaN outside [−1, 1], element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.acos.</remarks>
    public static Tensor Acos(this Tensor x, string? name = null) => AcosOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Acos"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.acos_.</remarks>
    public static Tensor Acos_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Acos());

    /// <summary>The angle in (−π/2, π/2) whose tangent is x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.atan.</remarks>
    public static Tensor Atan(this Tensor x, string? name = null) => AtanOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Atan"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.atan_.</remarks>
    public static Tensor Atan_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Atan());

    /// <summary>The hyperbolic sine of x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.sinh.</remarks>
    public static Tensor Sinh(this Tensor x, string? name = null) => SinhOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Sinh"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.sinh_.</remarks>
    public static Tensor Sinh_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Sinh());

    /// <summary>The hyperbolic cosine of x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.cosh.</remarks>
    public static Tensor Cosh(this Tensor x, string? name = null) => CoshOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Cosh"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.cosh_.</remarks>
    public static Tensor Cosh_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Cosh());

    /// <summary>The hyperbolic tangent of x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.tanh.</remarks>
    public static Tensor Tanh(this Tensor x, string? name = null) => TanhOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Tanh"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.tanh_.</remarks>
    public static Tensor Tanh_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Tanh());

    /// <summary>The inverse of the hyperbolic sine, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.asinh.</remarks>
    public static Tensor Asinh(this Tensor x, string? name = null) => AsinhOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Asinh"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.asinh_.</remarks>
    public static Tensor Asinh_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Asinh());

    /// <summary>The inverse of the hyperbolic cosine; NaN below 1, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.acosh.</remarks>
    public static Tensor Acosh(this Tensor x, string? name = null) => AcoshOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Acosh"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.acosh_.</remarks>
    public static Tensor Acosh_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Acosh());

    /// <summary>The inverse of the hyperbolic tangent; NaN outside [−1, 1], element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.atanh.</remarks>
    public static Tensor Atanh(this Tensor x, string? name = null) => AtanhOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Atanh"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.atanh_.</remarks>
    public static Tensor Atanh_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Atanh());
}
