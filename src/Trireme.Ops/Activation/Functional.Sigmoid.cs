using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>1 / (1 + exp(−x)), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.sigmoid.</remarks>
    public static Tensor Sigmoid(Tensor x, string? name = null) => SigmoidOp.Default.Apply(x);

    /// <summary>Log(1 / (1 + exp(−x))), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.log_sigmoid.</remarks>
    public static Tensor LogSigmoid(Tensor x, string? name = null) => LogSigmoidOp.Default.Apply(x);

    /// <summary>X / (1 + |x|), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.softsign.</remarks>
    public static Tensor Softsign(Tensor x, string? name = null) => SoftsignOp.Default.Apply(x);

    /// <summary>X − tanh(x), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.tanhshrink.</remarks>
    public static Tensor Tanhshrink(Tensor x, string? name = null) => TanhShrinkOp.Default.Apply(x);

    /// <summary>X / (1 + exp(−x)), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.silu.</remarks>
    public static Tensor Silu(Tensor x, string? name = null) => SiluOp.Default.Apply(x);

    /// <summary>X · tanh(log(1 + exp(x))), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.mish.</remarks>
    public static Tensor Mish(Tensor x, string? name = null) => new MishOp().Apply(x);

    /// <summary>X · min(max(x + 3, 0), 6) / 6, element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.hardswish.</remarks>
    public static Tensor Hardswish(Tensor x, string? name = null) => new HardSwishOp().Apply(x);

    /// <summary>X / (1 + exp(−x)), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.swish.</remarks>
    public static Tensor Swish(Tensor x, string? name = null) => new SwishOp().Apply(x);

    /// <summary>Slope · x + offset limited to [0, 1], element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="slope">The factor of x.</param>
    /// <param name="offset">The summand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.hardsigmoid.</remarks>
    public static Tensor Hardsigmoid(Tensor x, double slope = 0.1666667, double offset = 0.5, string? name = null) => new HardSigmoidOp(slope, offset).Apply(x);

    /// <summary>Log(1 + exp(beta · x)) / beta, element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="beta">The sharpness.</param>
    /// <param name="threshold">Where beta · x exceeds it, x itself is the result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.softplus.</remarks>
    public static Tensor Softplus(Tensor x, double beta = 1, double threshold = 20, string? name = null) => new SoftplusOp(beta, threshold).Apply(x);
}
