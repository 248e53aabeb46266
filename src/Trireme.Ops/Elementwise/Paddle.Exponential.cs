using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>E to the power x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.exp.</remarks>
    public static Tensor Exp(this Tensor x, string? name = null) => ExpOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Exp"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.exp_.</remarks>
    public static Tensor Exp_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Exp());

    /// <summary>Exp(x) − 1, exact near 0, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.expm1.</remarks>
    public static Tensor Expm1(this Tensor x, string? name = null) => Expm1Op.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Expm1"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.expm1_.</remarks>
    public static Tensor Expm1_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Expm1());

    /// <summary>The natural logarithm of x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.log.</remarks>
    public static Tensor Log(this Tensor x, string? name = null) => LogOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Log"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.log_.</remarks>
    public static Tensor Log_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Log());

    /// <summary>The logarithm of x to base 2, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.log2.</remarks>
    public static Tensor Log2(this Tensor x, string? name = null) => Log2Op.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Log2"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.log2_.</remarks>
    public static Tensor Log2_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Log2());

    /// <summary>The logarithm of x to base 10, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.log10.</remarks>
    public static Tensor Log10(this Tensor x, string? name = null) => Log10Op.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Log10"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.log10_.</remarks>
    public static Tensor Log10_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Log10());

    /// <summary>Log(1 + x), exact near 0, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.log1p.</remarks>
    public static Tensor Log1p(this Tensor x, string? name = null) => Log1pOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Log1p"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.log1p_.</remarks>
    public static Tensor Log1p_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Log1p());

    /// <summary>The square root of x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.sqrt.</remarks>
    public static Tensor Sqrt(this Tensor x, string? name = null) => SqrtOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Sqrt"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.sqrt_.</remarks>
    public static Tensor Sqrt_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Sqrt());

    /// <summary>1 / √x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.rsqrt.</remarks>
    public static Tensor Rsqrt(this Tensor x, string? name = null) => RsqrtOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Rsqrt"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.rsqrt_.</remarks>
    public static Tensor Rsqrt_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Rsqrt());

    /// <summary>1 / x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.reciprocal.</remarks>
    public static Tensor Reciprocal(this Tensor x, string? name = null) => ReciprocalOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Reciprocal"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.reciprocal_.</remarks>
    public static Tensor Reciprocal_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Reciprocal());
}
