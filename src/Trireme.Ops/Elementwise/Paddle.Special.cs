using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The error function 2/√π ∫₀ˣ exp(−t²) dt, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.erf.</remarks>
    public static Tensor Erf(this Tensor x, string? name = null) => ErfOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Erf"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.erf_.</remarks>
    public static Tensor Erf_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Erf());

    /// <summary>The inverse of the error function; ±∞ at ±1, NaN beyond, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.erfinv.</remarks>
    public static Tensor Erfinv(this Tensor x, string? name = null) => ErfinvOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Erfinv"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.erfinv_.</remarks>
    public static Tensor Erfinv_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Erfinv());

    /// <summary>The logarithm of |Γ(x)|, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.lgamma.</remarks>
    public static Tensor Lgamma(this Tensor x, string? name = null) => LgammaOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Lgamma"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.lgamma_.</remarks>
    public static Tensor Lgamma_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Lgamma());

    /// <summary>The derivative of log Γ at x, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.digamma.</remarks>
    public static Tensor Digamma(this Tensor x, string? name = null) => DigammaOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Digamma"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.digamma_.</remarks>
    public static Tensor Digamma_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.Digamma());

    /// <summary>The modified Bessel function of the first kind of order 0, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.i0.</remarks>
    public static Tensor I0(this Tensor x, string? name = null) => I0Op.Default.Apply(Promotion.ToFloating(x));

    /// <summary><see cref="I0"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.i0_.</remarks>
    public static Tensor I0_(this Tensor x, string? name = null) => InPlace.Run(x, static t => t.I0());

    /// <summary>Exp(−|x|) times the modified Bessel function of the first kind of order 0, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.i0e.</remarks>
    public static Tensor I0e(this Tensor x, string? name = null) => I0eOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary>The modified Bessel function of the first kind of order 1, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.i1.</remarks>
    public static Tensor I1(this Tensor x, string? name = null) => I1Op.Default.Apply(Promotion.ToFloating(x));

    /// <summary>Exp(−|x|) times the modified Bessel function of the first kind of order 1, element by element. Integers are computed as floating point numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.i1e.</remarks>
    public static Tensor I1e(this Tensor x, string? name = null) => I1eOp.Default.Apply(Promotion.ToFloating(x));
}
