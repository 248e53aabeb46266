using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;
using F = Trireme.NN.Functional;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <content>Layers with parameters. They are those of <see cref="Graph.NN"/> with the arguments of 1.5.</content>
public static partial class Layers
{
    /// <summary>A fully connected layer: act(input · W + b).</summary>
    /// <param name="input">The input; its dimensions from <paramref name="numFlattenDims"/> on are one row of features.</param>
    /// <param name="size">The number of outputs for each row.</param>
    /// <param name="numFlattenDims">How many of the input's dimensions are kept.</param>
    /// <param name="paramAttr">How the weights [features, size] are made.</param>
    /// <param name="biasAttr">How the bias [size] is made; false for none.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="isTest">Kept for Paddle's signature.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">The number of features is not known, or an argument is out of range.</exception>
    /// <remarks>Mirrors fluid.layers.fc.</remarks>
    public static Tensor Fc(Tensor input, int size, int numFlattenDims = 1, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, string? act = null,
        bool isTest = false, string? name = null)
        => Graph.NN.Fc(input, size, numFlattenDims, paramAttr, biasAttr, act, name);

    /// <summary>The same for several inputs, each with weights of its own: act(Σ input · W + b).</summary>
    /// <param name="input">The inputs.</param>
    /// <param name="size">The number of outputs for each row.</param>
    /// <param name="numFlattenDims">How many of the inputs' dimensions are kept.</param>
    /// <param name="paramAttr">How the weights are made: one for each input, or one for all.</param>
    /// <param name="biasAttr">How the bias [size] is made; false for none.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="isTest">Kept for Paddle's signature.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">A number of features is not known, or an argument is out of range.</exception>
    /// <remarks>Mirrors fluid.layers.fc.</remarks>
    public static Tensor Fc(IReadOnlyList<Tensor> input, int size, int numFlattenDims = 1, IReadOnlyList<ParamAttr?>? paramAttr = null,
        ParamAttr? biasAttr = null, string? act = null,
        bool isTest = false, string? name = null)
        => Graph.NN.Fc(input, size, numFlattenDims, paramAttr, biasAttr, act, name);

    /// <summary>The rows of a table of vectors that ids name: [.., 1] → [.., D].</summary>
    /// <param name="input">The ids; int64, the last dimension 1.</param>
    /// <param name="size">The table's dimensions [number of ids, D].</param>
    /// <param name="isSparse">Whether the gradient is sparse; gradients are dense here either way.</param>
    /// <param name="isDistributed">Whether the table lies on parameter servers; it lies in the program here.</param>
    /// <param name="paddingIdx">The id whose vector is zeros and stays so; counted from the end where negative.</param>
    /// <param name="paramAttr">How the table is made.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <exception cref="InvalidArgumentException">The table has not two dimensions, or there is no id <paramref name="paddingIdx"/>.</exception>
    /// <remarks>Mirrors fluid.layers.embedding.</remarks>
    public static Tensor Embedding(Tensor input, Shape size, bool isSparse = false, bool isDistributed = false, long? paddingIdx = null,
        ParamAttr? paramAttr = null, DType? dtype = null)
    {
        (Tensor table, long padding) = Graph.NN.Table(size, paddingIdx, paramAttr, dtype);
        return new LookupTableV1Op(padding, isSparse).Apply(table, input);
    }

    /// <summary>A convolution: [N, C, H, W] → [N, numFilters, H', W'].</summary>
    /// <param name="input">The images.</param>
    /// <param name="numFilters">The number of filters.</param>
    /// <param name="filterSize">The height and width of a filter.</param>
    /// <param name="stride">The steps of the filter; 1 where null.</param>
    /// <param name="padding">Zeros around the image; none where null.</param>
    /// <param name="dilation">The distances of a filter's elements; 1 where null.</param>
    /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
    /// <param name="paramAttr">How the filters are made.</param>
    /// <param name="biasAttr">How the bias is made; false for none.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.conv2d.</remarks>
    public static Tensor Conv2d(Tensor input, int numFilters, Ints filterSize, Ints? stride = null, Ints? padding = null, Ints? dilation = null,
        int? groups = null, ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null, string? name = null)
        => Graph.NN.Conv2d(input, numFilters, filterSize, stride, padding ?? 0, dilation, groups, paramAttr, biasAttr, useCudnn, act, name);

    /// <summary>A convolution: [N, C, D, H, W] → [N, numFilters, D', H', W'].</summary>
    /// <param name="input">The volumes.</param>
    /// <param name="numFilters">The number of filters.</param>
    /// <param name="filterSize">The depth, height and width of a filter.</param>
    /// <param name="stride">The steps of the filter; 1 where null.</param>
    /// <param name="padding">Zeros around the volume; none where null.</param>
    /// <param name="dilation">The distances of a filter's elements; 1 where null.</param>
    /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
    /// <param name="paramAttr">How the filters are made.</param>
    /// <param name="biasAttr">How the bias is made; false for none.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.conv3d.</remarks>
    public static Tensor Conv3d(Tensor input, int numFilters, Ints filterSize, Ints? stride = null, Ints? padding = null, Ints? dilation = null,
        int? groups = null, ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null, string? name = null)
        => Graph.NN.Conv3d(input, numFilters, filterSize, stride, padding ?? 0, dilation, groups, paramAttr, biasAttr, useCudnn, act, name);

    /// <summary>A transposed convolution: [N, C, H, W] → [N, numFilters, H', W'].</summary>
    /// <param name="input">The images.</param>
    /// <param name="numFilters">The number of filters.</param>
    /// <param name="outputSize">The height and width of the result; follows from the rest where null.</param>
    /// <param name="filterSize">The height and width of a filter; follows from <paramref name="outputSize"/> where null.</param>
    /// <param name="padding">What is cut off around the result; nothing where null.</param>
    /// <param name="stride">The steps of the filter; 1 where null.</param>
    /// <param name="dilation">The distances of a filter's elements; 1 where null.</param>
    /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
    /// <param name="paramAttr">How the filters are made.</param>
    /// <param name="biasAttr">How the bias is made; false for none.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">Neither size is given, or shapes and arguments do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.conv2d_transpose.</remarks>
    public static Tensor Conv2dTranspose(Tensor input, int numFilters, Ints? outputSize = null, Ints? filterSize = null, Ints? padding = null,
        Ints? stride = null, Ints? dilation = null,
        int? groups = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null, string? name = null)
        => Graph.NN.Conv2dTranspose(input, numFilters, outputSize, filterSize, padding, stride, dilation, groups, paramAttr, biasAttr, useCudnn, act, name);

    /// <summary>The greatest or mean element in each window of an image.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="poolSize">The height and width of a window; the whole image with <paramref name="globalPooling"/>.</param>
    /// <param name="poolType"><c>max</c> or <c>avg</c>.</param>
    /// <param name="poolStride">The steps of the window; 1 where null.</param>
    /// <param name="poolPadding">What is added around the image; nothing where null.</param>
    /// <param name="globalPooling">Whether the window is the image.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <param name="ceilMode">Whether a window that is partly outside counts.</param>
    /// <param name="name">Not used.</param>
    /// <param name="exclusive">Whether a mean leaves out what was added around the image.</param>
    /// <exception cref="InvalidArgumentException">The type is not known, or there is no window.</exception>
    /// <remarks>Mirrors fluid.layers.pool2d.</remarks>
    public static Tensor Pool2d(Tensor input, Ints? poolSize = null, string poolType = "max", Ints? poolStride = null, Ints? poolPadding = null,
        bool globalPooling = false, bool useCudnn = true,
        bool ceilMode = false, string? name = null, bool exclusive = true)
    {
        RequireWindow("pool2d", poolType, poolSize, globalPooling);
        return new Pool2DOp(poolType, (poolSize ?? 1).Repeat(2, "poolSize"), (poolStride ?? 1).Repeat(2, "poolStride"), (poolPadding ?? 0).Repeat(2,
            "poolPadding"), ceilMode, exclusive, globalPooling)
            .Apply(input);
    }

    /// <summary>The greatest or mean element in each of a grid of windows that cover an image.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="poolSize">The height and width of the grid.</param>
    /// <param name="poolType"><c>max</c> or <c>avg</c>.</param>
    /// <param name="requireIndex">Whether positions are wanted; only false here: use F.AdaptiveMaxPool2d for them.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">The type is not known, or positions are asked for.</exception>
    /// <remarks>Mirrors fluid.layers.adaptive_pool2d.</remarks>
    public static Tensor AdaptivePool2d(Tensor input, Ints poolSize, string poolType = "max", bool requireIndex = false, string? name = null)
    {
        if (poolType is not ("max" or "avg") || requireIndex)
            throw new InvalidArgumentException($"adaptive_pool2d: poolType '{poolType}' with requireIndex {requireIndex} is not possible.",
                "The type is max or avg.", "Leave requireIndex out.");
        Ints size = poolSize.Repeat(2, "poolSize");
        return new Pool2DOp(poolType, size, (1, 1), (0, 0), Adaptive: true).Apply(input);
    }

    /// <summary>Batch normalization with trained scale and shift, and running statistics.</summary>
    /// <param name="input">[N, C, …] or [N, …, C].</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="isTest">Whether the running statistics are used.</param>
    /// <param name="momentum">new = old · momentum + batch · (1 − momentum).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="paramAttr">How the scale is made; ones where null.</param>
    /// <param name="biasAttr">How the shift is made; zeros where null.</param>
    /// <param name="dataLayout">NCHW or NHWC.</param>
    /// <param name="inPlace">Kept for Paddle's signature.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <param name="movingMeanName">The name of the running mean; made where null.</param>
    /// <param name="movingVarianceName">The name of the running variance; made where null.</param>
    /// <param name="doModelAverageForMeanAndVar">Kept for Paddle's signature.</param>
    /// <param name="fuseWithRelu">Kept for Paddle's signature; plans fuse what can be.</param>
    /// <param name="useGlobalStats">Whether the running statistics are used in training as well.</param>
    /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.batch_norm.</remarks>
    public static Tensor BatchNorm(Tensor input, string? act = null, bool isTest = false, double momentum = 0.9, double epsilon = 1e-5,
        ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
        string dataLayout = "NCHW", bool inPlace = false, string? name = null, string? movingMeanName = null, string? movingVarianceName = null,
            bool doModelAverageForMeanAndVar = false,
        bool fuseWithRelu = false, bool useGlobalStats = false)
        => Graph.NN.BatchNorm(input, act, isTest, momentum, epsilon, paramAttr, biasAttr, dataLayout, inPlace, name, movingMeanName, movingVarianceName,
            doModelAverageForMeanAndVar, useGlobalStats);

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
    /// <remarks>Mirrors fluid.layers.layer_norm.</remarks>
    public static Tensor LayerNorm(Tensor input, bool scale = true, bool shift = true, int beginNormAxis = 1, double epsilon = 1e-5,
        ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
        string? act = null, string? name = null)
        => Graph.NN.LayerNorm(input, scale, shift, beginNormAxis, epsilon, paramAttr, biasAttr, act, name);

    /// <summary>Normalization over each image's groups of channels.</summary>
    /// <param name="input">[N, C, …].</param>
    /// <param name="groups">The number of groups; it divides C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="paramAttr">How the scale is made; false for none.</param>
    /// <param name="biasAttr">How the shift is made; false for none.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="dataLayout">NCHW.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <remarks>Mirrors fluid.layers.group_norm.</remarks>
    public static Tensor GroupNorm(Tensor input, int groups, double epsilon = 1e-5, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
        string? act = null, string dataLayout = "NCHW",
        string? name = null)
        => Graph.NN.GroupNorm(input, groups, epsilon, paramAttr, biasAttr, act, dataLayout, name);

    /// <summary>x where it is not negative, else x times a trained slope.</summary>
    /// <param name="x">The input.</param>
    /// <param name="mode"><c>all</c>: one slope; <c>channel</c>: one for each channel; <c>element</c>: one for each element of a row.</param>
    /// <param name="paramAttr">How the slopes are made; 1 each where null.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">The mode is not known.</exception>
    /// <remarks>Mirrors fluid.layers.prelu.</remarks>
    public static Tensor Prelu(Tensor x, string mode, ParamAttr? paramAttr = null, string? name = null) => Graph.NN.Prelu(x, mode, paramAttr, "NCHW", name,
        first: 1);

    /// <summary>x Wₖ yᵀ + b for each k: [N, A] and [N, B] → [N, size].</summary>
    /// <param name="x">[N, A].</param>
    /// <param name="y">[N, B].</param>
    /// <param name="size">The number of outputs.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <param name="paramAttr">How the weights are made.</param>
    /// <param name="biasAttr">How the bias is made; false for none.</param>
    /// <remarks>Mirrors fluid.layers.bilinear_tensor_product.</remarks>
    public static Tensor BilinearTensorProduct(Tensor x, Tensor y, int size, string? act = null, string? name = null, ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null)
        => Graph.NN.BilinearTensorProduct(x, y, size, act, name, paramAttr, biasAttr);

    /// <summary>x with elements zeroed at random.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dropoutProb">The probability of zeroing.</param>
    /// <param name="isTest">Whether nothing is zeroed.</param>
    /// <param name="seed">A number where every run is to drop the same elements.</param>
    /// <param name="name">Not used.</param>
    /// <param name="dropoutImplementation">
    /// <c>downgrade_in_infer</c> multiplies by 1 − p when nothing is zeroed; <c>upscale_in_train</c> divides by 1 − p when it is.
    /// </param>
    /// <exception cref="InvalidArgumentException">The probability is outside [0, 1], or the implementation not known.</exception>
    /// <remarks>Mirrors fluid.layers.dropout.</remarks>
    public static Tensor Dropout(Tensor x, double dropoutProb, bool isTest = false, int? seed = null, string? name = null,
        string dropoutImplementation = "downgrade_in_infer")
    {
        if (dropoutImplementation is not ("downgrade_in_infer" or "upscale_in_train"))
            throw new InvalidArgumentException($"dropout: the implementation '{dropoutImplementation}' is not known.",
                "It is downgrade_in_infer or upscale_in_train.");
        return new DropoutOp(dropoutProb, isTest, dropoutImplementation, seed ?? 0, seed is not null).ApplyAll(x)[0];
    }

    /// <summary>Rows scaled to length 1 along an axis.</summary>
    /// <param name="x">The input.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="epsilon">Added under the root.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.l2_normalize.</remarks>
    public static Tensor L2Normalize(Tensor x, int axis, double epsilon = 1e-12, string? name = null) => new NormOp(x.Ndim == 1 ? 0 : axis, (float)epsilon)
        .ApplyAll(x)[1];

    /// <summary>The cosines of the angles between rows: [N, 1].</summary>
    /// <param name="x">[N, …].</param>
    /// <param name="y">[N, …] or [1, …].</param>
    /// <remarks>Mirrors fluid.layers.cos_sim.</remarks>
    public static Tensor CosSim(Tensor x, Tensor y) => new CosSimOp().ApplyAll(x, y)[0];

    /// <summary>x / (k + alpha · the sum of squares of n neighbouring channels) to the power beta.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="n">How many channels.</param>
    /// <param name="k">The summand.</param>
    /// <param name="alpha">The factor of the sum.</param>
    /// <param name="beta">The exponent.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.lrn.</remarks>
    public static Tensor Lrn(Tensor input, int n = 5, double k = 1.0, double alpha = 1e-4, double beta = 0.75, string? name = null)
        => new LrnOp(n, (float)k, (float)alpha, (float)beta).ApplyAll(input)[0];

    internal static void RequireWindow(string type, string poolType, Ints? poolSize, bool globalPooling)
    {
        if (poolType is not ("max" or "avg") || (!globalPooling && (poolSize is null || poolSize.Value.ToArray().Any(s => s < 1))))
        {
            throw new InvalidArgumentException($"{type}: poolType '{poolType}' with poolSize {poolSize} is not possible.", "The type is max or avg.",
                "Give a window's size, or globalPooling: true.");
        }
    }
}
