using Trireme.NN;
using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

namespace Trireme.Static;

/// <content>Layers over images.</content>
public static partial class Static
{
    public static partial class NN
    {
        /// <summary>A convolution: [N, C, H, W] → [N, numFilters, H', W'].</summary>
        /// <param name="input">The images.</param>
        /// <param name="numFilters">The number of filters.</param>
        /// <param name="filterSize">The height and width of a filter.</param>
        /// <param name="stride">The steps of the filter.</param>
        /// <param name="padding">Zeros around the image.</param>
        /// <param name="dilation">The distances of a filter's elements.</param>
        /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
        /// <param name="paramAttr">How the filters [numFilters, C / groups, h, w] are made; Normal(0, √(2 / (h · w · C))) where null.</param>
        /// <param name="biasAttr">How the bias [numFilters] is made; false for none.</param>
        /// <param name="useCudnn">Kept for Paddle's signature.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <param name="dataFormat">NCHW or NHWC.</param>
        /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
        /// <remarks>Mirrors paddle.static.nn.conv2d.</remarks>
        public static Tensor Conv2d(Tensor input, int numFilters, Ints filterSize, Ints? stride = null, Padding padding = default, Ints? dilation = null, int? groups = null,
            ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null, string? name = null, string dataFormat = "NCHW")
            => Convolved(new LayerParameters("conv2d", name), input, numFilters, filterSize.Repeat(2, "filterSize"), groups ?? 1, paramAttr, biasAttr, act, dataFormat,
                filter => F.Conv2d(input, filter, null, stride, padding, dilation, groups ?? 1, dataFormat));

        /// <summary>A convolution: [N, C, D, H, W] → [N, numFilters, D', H', W'].</summary>
        /// <param name="input">The volumes.</param>
        /// <param name="numFilters">The number of filters.</param>
        /// <param name="filterSize">The depth, height and width of a filter.</param>
        /// <param name="stride">The steps of the filter.</param>
        /// <param name="padding">Zeros around the volume.</param>
        /// <param name="dilation">The distances of a filter's elements.</param>
        /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
        /// <param name="paramAttr">How the filters [numFilters, C / groups, d, h, w] are made.</param>
        /// <param name="biasAttr">How the bias [numFilters] is made; false for none.</param>
        /// <param name="useCudnn">Kept for Paddle's signature.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <param name="dataFormat">NCDHW or NDHWC.</param>
        /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
        /// <remarks>Mirrors paddle.static.nn.conv3d.</remarks>
        public static Tensor Conv3d(Tensor input, int numFilters, Ints filterSize, Ints? stride = null, Padding padding = default, Ints? dilation = null, int? groups = null,
            ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null, string? name = null, string dataFormat = "NCDHW")
            => Convolved(new LayerParameters("conv3d", name), input, numFilters, filterSize.Repeat(3, "filterSize"), groups ?? 1, paramAttr, biasAttr, act, dataFormat,
                filter => F.Conv3d(input, filter, null, stride, padding, dilation, groups ?? 1, dataFormat));

        /// <summary>A transposed convolution: [N, C, H, W] → [N, numFilters, H', W'].</summary>
        /// <param name="input">The images.</param>
        /// <param name="numFilters">The number of filters.</param>
        /// <param name="outputSize">The height and width of the result; follows from the rest where null.</param>
        /// <param name="filterSize">The height and width of a filter; follows from <paramref name="outputSize"/> where null.</param>
        /// <param name="padding">What is cut off around the result.</param>
        /// <param name="stride">The steps of the filter.</param>
        /// <param name="dilation">The distances of a filter's elements.</param>
        /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
        /// <param name="paramAttr">How the filters [C, numFilters / groups, h, w] are made.</param>
        /// <param name="biasAttr">How the bias [numFilters] is made; false for none.</param>
        /// <param name="useCudnn">Kept for Paddle's signature.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <param name="dataFormat">NCHW or NHWC.</param>
        /// <exception cref="InvalidArgumentException">Neither size is given, or shapes and arguments do not fit.</exception>
        /// <remarks>Mirrors paddle.static.nn.conv2d_transpose.</remarks>
        public static Tensor Conv2dTranspose(Tensor input, int numFilters, Ints? outputSize = null, Ints? filterSize = null, Ints? padding = null, Ints? stride = null, Ints? dilation = null,
            int? groups = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null, string? name = null, string dataFormat = "NCHW")
            => Transposed(new LayerParameters("conv2d_transpose", name), 2, input, numFilters, outputSize, filterSize, (padding, stride, dilation), groups ?? 1, (paramAttr, biasAttr), act, dataFormat,
                (filter, pads, strides, dilations) => F.Conv2dTranspose(input, filter, null, strides, pads, null, dilations, groups ?? 1, outputSize, dataFormat));

        /// <summary>Batch normalization with trained scale and shift, and running statistics.</summary>
        /// <param name="input">[N, C, …] or [N, …, C].</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="isTest">Whether the running statistics are used.</param>
        /// <param name="momentum">new = old · momentum + batch · (1 − momentum).</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <param name="paramAttr">How the scale [C] is made; ones where null.</param>
        /// <param name="biasAttr">How the shift [C] is made; zeros where null.</param>
        /// <param name="dataLayout">NCHW or NHWC.</param>
        /// <param name="inPlace">Kept for Paddle's signature.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <param name="movingMeanName">The name of the running mean; made where null.</param>
        /// <param name="movingVarianceName">The name of the running variance; made where null.</param>
        /// <param name="doModelAverageForMeanAndVar">Kept for Paddle's signature.</param>
        /// <param name="useGlobalStats">Whether the running statistics are used in training as well.</param>
        /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
        /// <remarks>Mirrors paddle.static.nn.batch_norm.</remarks>
        public static Tensor BatchNorm(Tensor input, string? act = null, bool isTest = false, double momentum = 0.9, double epsilon = 1e-5, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
            string dataLayout = "NCHW", bool inPlace = false, string? name = null, string? movingMeanName = null, string? movingVarianceName = null, bool doModelAverageForMeanAndVar = true,
            bool useGlobalStats = false)
        {
            var layer = new LayerParameters("batch_norm", name);
            int channels = LayerParameters.Channels("batch_norm", input, dataLayout);
            Tensor scale = layer.Require(channels, input.DType, paramAttr, defaultInitializer: new Constant(1));
            Tensor shift = layer.Require(channels, input.DType, biasAttr, isBias: true);
            Tensor mean = layer.Require(channels, input.DType, new ParamAttr(movingMeanName, new Constant(0), trainable: false));
            Tensor variance = layer.Require(channels, input.DType, new ParamAttr(movingVarianceName, new Constant(1), trainable: false));
            Tensor y = F.BatchNorm(input, mean, variance, scale, shift, training: !isTest, momentum, epsilon, dataLayout, useGlobalStats ? true : null);
            return LayerParameters.Activate(y, act);
        }

        /// <summary>Normalization over each image's groups of channels.</summary>
        /// <param name="input">[N, C, …].</param>
        /// <param name="groups">The number of groups; it divides C.</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <param name="paramAttr">How the scale [C] is made; false for none.</param>
        /// <param name="biasAttr">How the shift [C] is made; false for none.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="dataLayout">NCHW or NHWC.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <exception cref="InvalidArgumentException">The groups do not divide the channels.</exception>
        /// <remarks>Mirrors paddle.static.nn.group_norm.</remarks>
        public static Tensor GroupNorm(Tensor input, int groups, double epsilon = 1e-5, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, string? act = null, string dataLayout = "NCHW",
            string? name = null)
        {
            var layer = new LayerParameters("group_norm", name);
            int channels = LayerParameters.Channels("group_norm", input, dataLayout);
            Tensor? scale = layer.Create(channels, input.DType, paramAttr, defaultInitializer: new Constant(1)), shift = layer.Create(channels, input.DType, biasAttr, isBias: true);
            return LayerParameters.Activate(F.GroupNorm(input, groups, epsilon, scale, shift, dataLayout), act);
        }

        /// <summary>Normalization over each image's channels by themselves.</summary>
        /// <param name="input">[N, C, …].</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <param name="paramAttr">How the scale [C] is made; false for none.</param>
        /// <param name="biasAttr">How the shift [C] is made; false for none.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <remarks>Mirrors paddle.static.nn.instance_norm.</remarks>
        public static Tensor InstanceNorm(Tensor input, double epsilon = 1e-5, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, string? name = null)
        {
            var layer = new LayerParameters("instance_norm", name);
            int channels = LayerParameters.Channels("instance_norm", input, "NCHW");
            Tensor? scale = layer.Create(channels, input.DType, paramAttr, defaultInitializer: new Constant(1)), shift = layer.Create(channels, input.DType, biasAttr, isBias: true);
            return F.InstanceNorm(input, weight: scale, bias: shift, eps: epsilon);
        }

        /// <summary>Normalization over each row's elements from an axis on.</summary>
        /// <param name="input">The input.</param>
        /// <param name="scale">Whether there is a trained scale.</param>
        /// <param name="shift">Whether there is a trained shift.</param>
        /// <param name="beginNormAxis">The first normalized axis.</param>
        /// <param name="epsilon">Added to the variance.</param>
        /// <param name="paramAttr">How the scale is made; ones where null.</param>
        /// <param name="biasAttr">How the shift is made; zeros where null.</param>
        /// <param name="act">The name of an activation function, or null.</param>
        /// <param name="name">The layer's name; made unique where null.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside the input.</exception>
        /// <remarks>Mirrors paddle.static.nn.layer_norm.</remarks>
        public static Tensor LayerNorm(Tensor input, bool scale = true, bool shift = true, int beginNormAxis = 1, double epsilon = 1e-5, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
            string? act = null, string? name = null)
        {
            if (beginNormAxis < 1 || beginNormAxis >= input.Ndim)
                throw new InvalidArgumentException($"layer_norm: beginNormAxis {beginNormAxis} is outside the input.", $"It is {input.Shape}.");
            var layer = new LayerParameters("layer_norm", name);
            Shape row = input.Shape[beginNormAxis..], count = row.IsKnown ? (int)row.Numel : -1;
            Tensor? factor = scale ? layer.Create(count, input.DType, paramAttr, defaultInitializer: new Constant(1)) : null;
            Tensor? summand = shift ? layer.Create(count, input.DType, biasAttr, isBias: true) : null;
            return LayerParameters.Activate(new Operators.LayerNormOp(beginNormAxis, (float)epsilon).Apply(input, factor, summand), act);
        }

        private static Tensor Convolved(LayerParameters layer, Tensor input, int numFilters, Ints size, int groups, ParamAttr? paramAttr, ParamAttr? biasAttr, string? act, string dataFormat,
            Func<Tensor, Tensor> convolve)
            => Finish(layer, convolve(Filters(layer, layer.Type, input, numFilters, size, groups, paramAttr, dataFormat)), biasAttr, act, dataFormat);

        private static Tensor Transposed(LayerParameters layer, int axes, Tensor input, int numFilters, Ints? outputSize, Ints? filterSize, (Ints? Padding, Ints? Stride, Ints? Dilation) window, int groups,
            (ParamAttr? Weight, ParamAttr? Bias) attrs, string? act, string dataFormat, Func<Tensor, Ints, Ints, Ints, Tensor> convolve)
        {
            int channels = LayerParameters.Channels(layer.Type, input, dataFormat);
            Ints strides = (window.Stride ?? 1).Repeat(axes, "stride"), pads = (window.Padding ?? 0).Repeat(axes, "padding"), dilations = (window.Dilation ?? 1).Repeat(axes, "dilation");
            Ints size = filterSize?.Repeat(axes, "filterSize") ?? SizeFrom(layer.Type, input, outputSize, strides, pads, dilations, dataFormat);
            Tensor filter = layer.Require((int[])[channels, numFilters / groups, .. size.AsSpan()], input.DType, attrs.Weight);
            return Finish(layer, convolve(filter, pads, strides, dilations), attrs.Bias, act, dataFormat);
        }

        private static Tensor Filters(LayerParameters layer, string type, Tensor input, int count, Ints size, int groups, ParamAttr? attr, string dataFormat)
        {
            int channels = LayerParameters.Channels(type, input, dataFormat);
            if (count < 1 || groups < 1 || channels % groups != 0 || count % groups != 0)
                throw new InvalidArgumentException($"{type}: {count} filters over {channels} channels in {groups} groups are not possible.", null, "The number of groups must divide both.");
            double deviation = Math.Sqrt(2.0 / (size.ToArray().Aggregate(1.0, (a, b) => a * b) * channels));
            return layer.Require((int[])[count, channels / groups, .. size.AsSpan()], input.DType, attr, defaultInitializer: new Normal(0, deviation));
        }

        private static Tensor Finish(LayerParameters layer, Tensor y, ParamAttr? biasAttr, string? act, string dataFormat)
        {
            int axis = dataFormat.EndsWith('C') ? y.Ndim - 1 : 1;
            return LayerParameters.Activate(layer.AddBias(y, biasAttr, axis, axis + 1), act);
        }

        internal static Ints SizeFrom(string type, Tensor input, Ints? outputSize, Ints strides, Ints pads, Ints dilations, string dataFormat)
        {
            if (outputSize is not { } wanted)
                throw new InvalidArgumentException($"{type}: neither outputSize nor filterSize is given.", null, "Give one of them.");
            wanted = wanted.Repeat(input.Ndim - 2, "outputSize");
            int first = dataFormat.EndsWith('C') ? 1 : 2;
            var size = new int[wanted.Count];
            for (int i = 0; i < size.Length; i++)
                size[i] = ((wanted[i] - ((input.Shape[first + i] - 1) * strides[i]) + (2 * pads[i]) - 1) / dilations[i]) + 1;
            return size;
        }
    }
}
