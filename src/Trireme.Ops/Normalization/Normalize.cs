using Trireme.Operators;

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>Vectors along an axis divided by their p-norm.</summary>
        /// <param name="x">The vectors.</param>
        /// <param name="p">The norm.</param>
        /// <param name="axis">The axis of the vectors; 0 where <paramref name="x"/> has one dimension.</param>
        /// <param name="epsilon">The least norm divided by.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
        /// <remarks>Mirrors paddle.nn.functional.normalize.</remarks>
        public static Tensor Normalize(Tensor x, double p = 2, int axis = 1, double epsilon = 1e-12, string? name = null)
        {
            if (x.Ndim == 1 && axis is 1)
                axis = 0;
            Tensor norm = Formula.Norm(x, p, axis, keepdim: true);
            return Formula.Apply(Expr.Input(0) / Expr.Max(epsilon, Expr.Input(1)), x, norm);
        }

        /// <summary>x / (k + alpha · mean of squares over neighbouring channels)^beta.</summary>
        /// <param name="x">[N, C, ...], or with the channels last.</param>
        /// <param name="size">The number of neighbouring channels, the channel itself counted.</param>
        /// <param name="alpha">See above.</param>
        /// <param name="beta">See above.</param>
        /// <param name="k">See above.</param>
        /// <param name="dataFormat">NCL, NCHW, NCDHW, NLC, NHWC or NDHWC.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.local_response_norm. The squares' mean counts zeros beyond the first and the last channel.</remarks>
        public static Tensor LocalResponseNorm(Tensor x, int size, double alpha = 1e-4, double beta = 0.75, double k = 1, string dataFormat = "NCHW", string? name = null)
        {
            bool last = DataLayout.IsChannelLast("local_response_norm", dataFormat, NormFormats);
            if (size < 1)
                throw new InvalidArgumentException($"local_response_norm: size is {size}.", "It must be positive.");
            if (x.Ndim < 3)
                throw new InvalidArgumentException($"local_response_norm: x {x.Shape} must have 3 dimensions or more.");
            Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
            // The channels as the rows of one plane: a window of size rows and one column.
            Tensor squares = (image * image).Reshape([image.Shape[0], 1, image.Shape[1], (int)image.Shape[2..].Numel]);
            Ints pads = [size / 2, (size - 1) / 2, 0, 0];
            Tensor mean = new Pool2DOp("avg", [size, 1], [1, 1], pads, false, false).Apply(squares).Reshape(image.Shape);
            Tensor y = Formula.Apply(Expr.Input(0) / Expr.Pow((alpha * Expr.Input(1)) + k, beta), image, mean);
            return last ? DataLayout.ToChannelLast(y) : y;
        }
    }

    /// <summary>Reparameterizations of weights. Mirrors paddle.nn.utils.</summary>
    public static partial class Utils
    {
        /// <summary>The weight g · v / |v|, its size and direction apart.</summary>
        /// <param name="weightV">The direction v.</param>
        /// <param name="weightG">The size g: one value for each index of <paramref name="dim"/>, or one for all where that is −1.</param>
        /// <param name="dim">The axis whose slices have sizes of their own; −1 for one size.</param>
        /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
        /// <remarks>What paddle.nn.utils.weight_norm computes before each call of the layer; Salimans and Kingma 2016.</remarks>
        public static Tensor WeightNorm(Tensor weightV, Tensor weightG, int dim = 0)
        {
            if (dim < -1 || dim >= weightV.Ndim)
                throw new InvalidArgumentException($"weight_norm: dim {dim} is outside [-1, {weightV.Ndim - 1}].", $"weightV is {weightV.Shape}.");
            var shape = new int[weightV.Ndim];
            Array.Fill(shape, 1);
            if (dim >= 0)
                shape[dim] = weightV.Shape[dim];
            if (weightG.Size != ((Shape)shape).Numel)
                throw new InvalidArgumentException($"weight_norm: weightG {weightG.Shape} must have {((Shape)shape).Numel} elements.", $"weightV is {weightV.Shape}, dim {dim}.");
            Ints axes = Enumerable.Range(0, weightV.Ndim).Where(i => i != dim).ToArray();
            Tensor squares = (weightV * weightV).Sum(axes, keepdim: true);
            return Formula.Apply(Expr.Input(0) * (Expr.Input(2) / Expr.Sqrt(Expr.Input(1))), weightV, squares, weightG.Reshape(shape));
        }
    }
}

namespace Trireme.Incubate.NN
{
    /// <summary>Functions that fuse several others. Mirrors paddle.incubate.nn.functional.</summary>
    public static partial class Functional
    {
        /// <summary>x / sqrt(mean(x²) + epsilon) · weight over the axes from <paramref name="beginNormAxis"/> on.</summary>
        /// <param name="x">The input.</param>
        /// <param name="normWeight">The scale, of the shape of the normalized axes.</param>
        /// <param name="normBias">Added at the end; null for 0.</param>
        /// <param name="epsilon">Added to the mean square.</param>
        /// <param name="beginNormAxis">The first normalized axis.</param>
        /// <param name="bias">Added to <paramref name="x"/> first; null for 0.</param>
        /// <param name="residual">Added to <paramref name="x"/> first; null for 0.</param>
        /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.incubate.nn.functional.fused_rms_norm; Zhang and Sennrich 2019.</remarks>
        public static Tensor FusedRmsNorm(Tensor x, Tensor normWeight, Tensor? normBias = null, double epsilon = 1e-6, int beginNormAxis = -1, Tensor? bias = null, Tensor? residual = null)
        {
            int first = beginNormAxis < 0 ? beginNormAxis + x.Ndim : beginNormAxis;
            if (first < 0 || first >= x.Ndim || normWeight.Size != x.Shape[first..].Numel)
            {
                throw new InvalidArgumentException($"fused_rms_norm: normWeight {normWeight.Shape} does not fit the axes of x from {beginNormAxis} on.", $"x is {x.Shape}.");
            }
            if (bias is not null)
                x += bias;
            if (residual is not null)
                x += residual;
            Ints axes = Enumerable.Range(first, x.Ndim - first).ToArray();
            Tensor mean = (x * x).Mean(axes, keepdim: true);
            Tensor y = Formula.Apply(Expr.Input(0) * Expr.Of(ExprKind.Rsqrt, Expr.Input(1) + epsilon) * Expr.Input(2), x, mean, normWeight.Reshape(x.Shape[first..]));
            return normBias is null ? y : y + normBias.Reshape(x.Shape[first..]);
        }
    }
}
