using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Operators;
using F = Trireme.NN.Functional;

namespace Trireme.Static;

/// <content>Layers over volumes, and layers that move taps or scale weights.</content>
public static partial class Static
{
    public static partial class NN
    {
        /// <summary>A transposed convolution: [N, C, D, H, W] → [N, numFilters, D', H', W'].</summary>
        /// <param name="input">The volumes.</param>
        /// <param name="numFilters">The number of filters.</param>
        /// <param name="outputSize">The depth, height and width of the result; follows from the rest where null.</param>
        /// <param name="filterSize">The depth, height and width of a filter; follows from <paramref name="outputSize"/> where null.</param>
        /// <param name="padding">What is cut off around the result.</param>
        /// <param name="stride">The steps of the filter.</param>
        /// <param name="dilation">The distances of a filter's elements.</param>
        /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
        /// <param name="paramAttr">How the filters [C, numFilters / groups, d, h, w] are made.</param>
        /// <param name="biasAttr">How the bias [numFilters] is made; false for none.</param>
        /// <param name="useCudnn">Kept for Paddle's signature.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <param name="dataFormat">NCDHW or NDHWC.</param>
        /// <exception cref="InvalidArgumentException">Neither size is given, or shapes and arguments do not fit.</exception>
        /// <remarks>Mirrors paddle.static.nn.conv3d_transpose.</remarks>
        public static Tensor Conv3dTranspose(Tensor input, int numFilters, Ints? outputSize = null, Ints? filterSize = null, Ints? padding = null,
            Ints? stride = null, Ints? dilation = null,
            int? groups = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null, string? name = null,
            string dataFormat = "NCDHW")
            => Transposed(new LayerParameters("conv3d_transpose", name), 3, input, numFilters, outputSize, filterSize, (padding, stride, dilation), groups ?? 1, (paramAttr, biasAttr), act, dataFormat,
                (filter, pads, strides, dilations) => F.Conv3dTranspose(input, filter, null, strides, pads, null, groups ?? 1, dilations, outputSize, dataFormat));

        /// <summary>A convolution whose taps are moved by offsets, and weighted by a mask.</summary>
        /// <param name="x">[N, C, H, W].</param>
        /// <param name="offset">[N, 2 · deformableGroups · h · w, H', W']: y and x of each tap.</param>
        /// <param name="mask">[N, deformableGroups · h · w, H', W'], or null for 1.</param>
        /// <param name="numFilters">The number of filters.</param>
        /// <param name="filterSize">The height and width of a filter.</param>
        /// <param name="stride">The steps of the filter; 1 where null.</param>
        /// <param name="padding">Zeros around the images; none where null.</param>
        /// <param name="dilation">The distances of a filter's elements; 1 where null.</param>
        /// <param name="groups">Into how many groups the channels are divided.</param>
        /// <param name="deformableGroups">Groups of channels with offsets of their own.</param>
        /// <param name="im2colStep">Kept for files: how many images Paddle takes at a time.</param>
        /// <param name="weightAttr">How the filters [numFilters, C / groups, h, w] are made; Normal(0, √(2 / (h · w · C))) where null.</param>
        /// <param name="biasAttr">How the bias [numFilters] is made; false for none.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <returns>[N, numFilters, H', W'].</returns>
        /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
        /// <remarks>Mirrors paddle.static.nn.deform_conv2d; Dai et al. 2017, Zhu et al. 2019 with the mask.</remarks>
        public static Tensor DeformConv2d(Tensor x, Tensor offset, Tensor? mask, int numFilters, Ints filterSize, Ints? stride = null, Ints? padding = null,
            Ints? dilation = null, int groups = 1,
            int deformableGroups = 1, int im2colStep = 1, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null, string? name = null)
        {
            var layer = new LayerParameters("deformable_conv", name);
            Tensor filter = Filters(layer, "deformable_conv", x, numFilters, filterSize.Repeat(2, "filterSize"), groups, weightAttr, "NCHW");
            Ints strides = (stride ?? 1).Repeat(2, "stride"), pads = (padding ?? 0).Repeat(2, "padding"), dilations = (dilation ?? 1).Repeat(2, "dilation");
            Tensor y = mask is null ? new DeformableConvV1Op(strides, pads, dilations, groups, deformableGroups, im2colStep).Apply(x, offset, filter)
                : new DeformableConvOp(strides, pads, dilations, groups, deformableGroups, im2colStep).ApplyAll(x, offset, mask, filter)[0];
            return Finish(layer, y, biasAttr, null, "NCHW");
        }

        /// <summary>A weight divided by its largest singular value, which a power iteration estimates from random vectors.</summary>
        /// <param name="weight">The weight; its dimensions must be known.</param>
        /// <param name="dim">The axis that is the matrix's rows.</param>
        /// <param name="powerIters">How many steps of the iteration each run takes.</param>
        /// <param name="eps">Added to lengths.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside the weight, or its dimensions are not known.</exception>
        /// <remarks>Mirrors paddle.static.nn.spectral_norm; Miyato et al. 2018. Each run begins with the same vectors.</remarks>
        public static Tensor SpectralNorm(Tensor weight, int dim = 0, int powerIters = 1, double eps = 1e-12, string? name = null)
        {
            if (!weight.Shape.IsKnown || dim < 0 || dim >= weight.Ndim)
                throw new InvalidArgumentException($"spectral_norm: dim {dim} of a weight {weight.Shape} is not possible.",
                "All its dimensions must be known, and dim be one of them.");
            var layer = new LayerParameters("spectral_norm", name);
            int rows = weight.Shape[dim], columns = (int)(weight.Shape.Numel / Math.Max(1, rows));
            Tensor u = layer.Require(rows, weight.DType, new ParamAttr(null, new Normal(0, 1), trainable: false));
            Tensor v = layer.Require(columns, weight.DType, new ParamAttr(null, new Normal(0, 1), trainable: false));
            return new SpectralNormOp(dim, powerIters, (float)eps).Apply(weight, u, v);
        }

        /// <summary>Rows that begin with how often something was shown and clicked, with the two as logarithms or left out.</summary>
        /// <param name="input">[N, D].</param>
        /// <param name="cvm">[N, 2]: shown and clicked.</param>
        /// <param name="useCvm">Whether the two stay.</param>
        /// <returns>[N, D], or [N, D − 2] without the two.</returns>
        /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.static.nn.continuous_value_model.</remarks>
        public static Tensor ContinuousValueModel(Tensor input, Tensor cvm, bool useCvm = true) => new CvmOp(useCvm).Apply(input, cvm);
    }
}
