using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>X [N, C, (D,) H, W] read at the places of Grid [N, (OD,) OH, OW, 2 or 3], whose coordinates x, y(, z) run from −1 to 1: Output [N, C, (OD,) OH, OW].</summary>
    /// <param name="AlignCorners">Whether ±1 is the middle of the outermost elements instead of their edge.</param>
    /// <param name="Mode">bilinear or nearest.</param>
    /// <param name="PaddingMode">What lies outside: zeros, border or reflection.</param>
    [Op("grid_sampler", "X, Grid -> Output", Saves = "X, Grid")]
    public sealed record GridSampleOp(bool AlignCorners = true, string Mode = "bilinear", string PaddingMode = "zeros") : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], grid = c["Grid"];
            int spatial = x.Shape.Rank - 2;
            c.Require(x.DType.IsFloating, "X must be floating point.");
            c.Require(grid.DType == x.DType, "the element types differ.", "Cast one of them.");
            c.Require(spatial is 2 or 3, "X must have 4 or 5 dimensions.");
            c.Require(grid.Shape.Rank == x.Shape.Rank && grid.Shape[^1] == spatial, $"Grid must be [N, ..., {spatial}]: one coordinate a spatial axis.");
            c.Require(grid.Shape[0] == x.Shape[0] || x.Shape[0] < 0 || grid.Shape[0] < 0, "X and Grid have different batches.");
            c.Require(Mode is "bilinear" or "nearest", $"mode \"{Mode}\" is not known.", "It is bilinear or nearest.");
            c.Require(PaddingMode is "zeros" or "border" or "reflection", $"padding_mode \"{PaddingMode}\" is not known.", "It is zeros, border or reflection.");
            c["Output"] = x with { Shape = (int[])[x.Shape[0], x.Shape[1], .. grid.Shape[1..^1]] };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Tensor[] grads = new GridSampleGradOp(AlignCorners, Mode, PaddingMode).ApplyAll(g["X"], g["Grid"], g.D["Output"]);
            g.D["X"] = grads[0];
            g.D["Grid"] = grads[1];
        }
    }

    /// <summary>The gradients of grid_sampler.</summary>
    /// <param name="AlignCorners">See there.</param>
    /// <param name="Mode">See there.</param>
    /// <param name="PaddingMode">See there.</param>
    [Op("grid_sampler_grad", "X, Grid, OutputGrad -> XGrad, GridGrad", NoGradient = "Second derivatives of grid sampling are not provided, as in Paddle.")]
    public sealed record GridSampleGradOp(bool AlignCorners, string Mode, string PaddingMode) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c["XGrad"] = c["X"];
            c["GridGrad"] = c["Grid"];
        }
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>x read at the places of a grid.</summary>
        /// <param name="x">[N, C, H, W] or [N, C, D, H, W].</param>
        /// <param name="grid">[N, OH, OW, 2] or [N, OD, OH, OW, 3]: coordinates x, y(, z) from −1 to 1.</param>
        /// <param name="mode">bilinear or nearest.</param>
        /// <param name="paddingMode">What lies outside: zeros, border or reflection.</param>
        /// <param name="alignCorners">Whether ±1 is the middle of the outermost elements instead of their edge.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.grid_sample; Jaderberg et al. 2015.</remarks>
        public static Tensor GridSample(Tensor x, Tensor grid, string mode = "bilinear", string paddingMode = "zeros", bool alignCorners = true, string? name = null)
            => new GridSampleOp(alignCorners, mode, paddingMode).Apply(x, grid);

        /// <summary>The grid of an affine transform, for <see cref="GridSample"/>.</summary>
        /// <param name="theta">[N, 2, 3] or [N, 3, 4].</param>
        /// <param name="outShape">[N, C, H, W] or [N, C, D, H, W].</param>
        /// <param name="alignCorners">Whether ±1 is the middle of the outermost elements instead of their edge.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>[N, H, W, 2] or [N, D, H, W, 3].</returns>
        /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.affine_grid.</remarks>
        public static Tensor AffineGrid(Tensor theta, Shape outShape, bool alignCorners = true, string? name = null)
        {
            int spatial = outShape.Rank - 2;
            if (spatial is not (2 or 3) || theta.Ndim != 3 || theta.Shape[1] != spatial || theta.Shape[2] != spatial + 1 || theta.Shape[0] != outShape[0])
            {
                throw new InvalidArgumentException($"affine_grid: theta {theta.Shape} does not fit outShape {outShape}.",
                    "theta is [N, 2, 3] for [N, C, H, W] and [N, 3, 4] for [N, C, D, H, W].");
            }
            Shape places = outShape[2..];
            int count = (int)places.Numel;
            var points = new double[count * (spatial + 1)];
            for (int i = 0; i < count; i++)
            {
                int rest = i;
                for (int axis = spatial - 1; axis >= 0; axis--)
                {
                    int size = places[axis], at = rest % size;
                    rest /= size;
                    points[(i * (spatial + 1)) + spatial - 1 - axis] = !alignCorners ? (((2.0 * at) + 1) / size) - 1 : size > 1 ? (2.0 * at / (size - 1)) - 1 : 0;
                }
                points[(i * (spatial + 1)) + spatial] = 1;
            }
            Tensor grid = Tensor.From<double>(points, [count, spatial + 1]).Cast(theta.DType);
            return grid.Matmul(theta, transposeY: true).Reshape((int[])[outShape[0], .. places, spatial]);
        }
    }
}
