using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = the diagonals of the planes of two axes; they stand along a new last axis.</summary>
    /// <param name="Offset">Which diagonal: above the main one where positive, below where negative.</param>
    /// <param name="Axis1">The rows' axis.</param>
    /// <param name="Axis2">The columns' axis.</param>
    [Op("diagonal", "Input -> Out", View = "Out=Input")]
    public sealed record DiagonalOp(int Offset = 0, int Axis1 = 0, int Axis2 = 1) : StridedOp
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            Shape x = c["Input"].Shape;
            c.Require(x.Rank >= 2, "Input needs at least two dimensions.");
            c.Require(c.RequireAxis(Axis1, "Input") != c.RequireAxis(Axis2, "Input"), $"axis1 {Axis1} and axis2 {Axis2} are the same axis.");
            c["Out"] = c["Input"] with { Shape = Part(x).Shape };
        }

        internal override StridedPart Part(Shape input)
        {
            int rank = input.Rank, a = Axis1 < 0 ? Axis1 + rank : Axis1, b = Axis2 < 0 ? Axis2 + rank : Axis2;
            Ints strides = StridedPart.Whole(input).Strides;
            int length = input[a] < 0 || input[b] < 0 ? -1
                : Math.Max(0, Offset >= 0 ? Math.Min(input[a], input[b] - Offset) : Math.Min(input[a] + Offset, input[b]));
            var rest = Enumerable.Range(0, rank).Where(i => i != a && i != b);
            int[] dims = [.. rest.Select(i => input[i]), length];
            int[] distances = [.. rest.Select(i => strides[i]), strides[a] + strides[b]];
            int offset = length <= 0 ? 0 : Offset >= 0 ? Offset * strides[b] : -Offset * strides[a];
            return new StridedPart(new Shape(dims), new Ints(distances), offset);
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The diagonals of the planes of two axes, along a new last axis.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="offset">Which diagonal: above the main one where positive, below where negative.</param>
        /// <param name="axis1">The rows' axis.</param>
        /// <param name="axis2">The columns' axis.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axes are outside x or the same.</exception>
        /// <remarks>Mirrors paddle.diagonal.</remarks>
        public static Tensor Diagonal(this Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1, string? name = null)
            => new DiagonalOp(offset, axis1, axis2).Apply(x);

        /// <summary>Matrices with the vectors of the last axis on a diagonal and zeros elsewhere.</summary>
        /// <param name="input">A tensor with at least one dimension.</param>
        /// <param name="offset">Which diagonal.</param>
        /// <param name="dim1">Where the rows' axis stands in the result.</param>
        /// <param name="dim2">Where the columns' axis stands in the result.</param>
        /// <exception cref="InvalidArgumentException">The axes are outside the result or the same.</exception>
        /// <remarks>Mirrors paddle.diag_embed.</remarks>
        public static Tensor DiagEmbed(this Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1)
        {
            RequireRank(input, 1, "DiagEmbed");
            int rank = input.Ndim + 1, size = input.Shape[-1] + Math.Abs(offset);
            int a = Axes.Of(input, dim1, rank, "DiagEmbed"), b = Axes.Of(input, dim2, rank, "DiagEmbed");
            if (a == b)
                throw new InvalidArgumentException($"DiagEmbed: dim1 {dim1} and dim2 {dim2} are the same axis.", $"input {input.Shape} {input.DType}");
            var rest = new Queue<int>(input.Shape[..^1].ToArray());
            Shape shape = Enumerable.Range(0, rank).Select(i => i == a || i == b ? size : rest.Dequeue()).ToArray();
            return new StridedPlaceOp(shape, new DiagonalOp(offset, a, b).Part(shape)).Apply(input);
        }

        /// <summary>A square matrix with a vector on a diagonal, or the diagonal of a matrix.</summary>
        /// <param name="x">A vector or a matrix.</param>
        /// <param name="offset">Which diagonal: above the main one where positive, below where negative.</param>
        /// <param name="paddingValue">What stands beside the diagonal; only for a vector.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has more than two dimensions.</exception>
        /// <remarks>Mirrors paddle.diag.</remarks>
        public static Tensor Diag(this Tensor x, int offset = 0, Scalar? paddingValue = null, string? name = null)
        {
            if (x.Ndim is 0 or > 2)
                throw new InvalidArgumentException($"Diag: x has {x.Ndim} dimensions.", $"x {x.Shape} {x.DType}", "Pass a vector or a matrix; for more dimensions use DiagEmbed or Diagonal.");
            if (x.Ndim == 2)
                return x.Diagonal(offset).Clone();
            Tensor matrix = x.DiagEmbed(offset);
            if (paddingValue is not { } padding || padding.ToDouble() == 0)
                return matrix;
            Tensor beside = Full(x.Shape, 1, x.DType).DiagEmbed(offset);
            return matrix + ((1 - beside) * padding);
        }

        /// <summary>A square matrix with the elements of x on a diagonal and zeros elsewhere.</summary>
        /// <param name="x">Any tensor; it is flattened.</param>
        /// <param name="offset">Which diagonal.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <remarks>Mirrors paddle.diagflat.</remarks>
        public static Tensor Diagflat(this Tensor x, int offset = 0, string? name = null) => x.Flatten().DiagEmbed(offset);
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <inheritdoc cref="Paddle.DiagEmbed"/>
        public static Tensor DiagEmbed(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => Paddle.DiagEmbed(input, offset, dim1, dim2);
    }
}
