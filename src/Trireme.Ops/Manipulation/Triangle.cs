using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X with zeros above, or below, a diagonal of the last two dimensions.</summary>
    /// <param name="Diagonal">Which diagonal: above the main one where positive.</param>
    /// <param name="Lower">Whether the part below the diagonal is kept; otherwise the part above. The diagonal itself stays.</param>
    [Op("tril_triu", "X -> Out")]
    public sealed record TrilTriuOp(int Diagonal = 0, bool Lower = true) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(c["X"].Shape.Rank >= 2, "X needs at least two dimensions.");
            c["Out"] = c["X"];
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new TrilTriuOp(Diagonal, Lower).Apply(g.D["Out"]);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The lower triangles of the matrices in the last two dimensions, zeros above.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="diagonal">The highest diagonal that is kept: 0 the main one, positive above it.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
        /// <remarks>Mirrors paddle.tril.</remarks>
        public static Tensor Tril(this Tensor x, int diagonal = 0, string? name = null) => new TrilTriuOp(diagonal, true).Apply(x);

        /// <summary>The upper triangles of the matrices in the last two dimensions, zeros below.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="diagonal">The lowest diagonal that is kept: 0 the main one, positive above it.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
        /// <remarks>Mirrors paddle.triu.</remarks>
        public static Tensor Triu(this Tensor x, int diagonal = 0, string? name = null) => new TrilTriuOp(diagonal, false).Apply(x);

        /// <summary><see cref="Tril"/> in place.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="diagonal">The highest diagonal that is kept.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
        /// <exception cref="PreconditionNotMetException">x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.tril_.</remarks>
        public static Tensor Tril_(this Tensor x, int diagonal = 0, string? name = null) => Overwriting.Run(new TrilTriuOp(diagonal, true), "tril_", x);

        /// <summary><see cref="Triu"/> in place.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="diagonal">The lowest diagonal that is kept.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
        /// <exception cref="PreconditionNotMetException">x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.triu_.</remarks>
        public static Tensor Triu_(this Tensor x, int diagonal = 0, string? name = null) => Overwriting.Run(new TrilTriuOp(diagonal, false), "triu_", x);
    }
}
