using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>X where it is positive, else alpha · (exp(x) − 1), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="alpha">The scale below 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.elu.</remarks>
    public static Tensor Elu(Tensor x, double alpha = 1, string? name = null) => new EluOp(alpha).Apply(x);

    /// <summary><see cref="Elu"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="alpha">The scale below 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.elu_.</remarks>
    public static Tensor Elu_(Tensor x, double alpha = 1, string? name = null) => InPlace.Run(x, t => Elu(t, alpha));

    /// <summary>X where it is positive, else alpha · (exp(x / alpha) − 1), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="alpha">The scale below 0; not 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.celu.</remarks>
    public static Tensor Celu(Tensor x, double alpha = 1, string? name = null) => new CeluOp(alpha).Apply(x);

    /// <summary>Scale · x where x is positive, else scale · alpha · (exp(x) − 1), element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="scale">The factor outside; above 1.</param>
    /// <param name="alpha">The scale below 0; at least 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.selu.</remarks>
    public static Tensor Selu(Tensor x, double scale = 1.0507009873554805, double alpha = 1.6732632423543772, string? name = null) => new SeluOp(scale, alpha).Apply(x);
}
