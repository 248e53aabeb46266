using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Operators;
using Trireme.Static;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <content>Layers over volumes, and layers that keep weights or statistics of their own.</content>
public static partial class Layers
{
    /// <summary>A transposed convolution: [N, C, D, H, W] → [N, numFilters, D', H', W'].</summary>
    /// <param name="input">The volumes.</param>
    /// <param name="numFilters">The number of filters.</param>
    /// <param name="outputSize">The depth, height and width of the result; follows from the rest where null.</param>
    /// <param name="filterSize">The depth, height and width of a filter; follows from <paramref name="outputSize"/> where null.</param>
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
    /// <remarks>Mirrors fluid.layers.conv3d_transpose.</remarks>
    public static Tensor Conv3dTranspose(Tensor input, int numFilters, Ints? outputSize = null, Ints? filterSize = null, Ints? padding = null,
        Ints? stride = null,
        Ints? dilation = null, int? groups = null, ParamAttr? paramAttr = null, ParamAttr? biasAttr = null, bool useCudnn = true, string? act = null,
        string? name = null)
        => Graph.NN.Conv3dTranspose(input, numFilters, outputSize, filterSize, padding, stride, dilation, groups, paramAttr, biasAttr, useCudnn, act, name);

    /// <summary>The greatest or mean element in each window of a volume.</summary>
    /// <param name="input">[N, C, D, H, W].</param>
    /// <param name="poolSize">The depth, height and width of a window; the whole volume with <paramref name="globalPooling"/>.</param>
    /// <param name="poolType"><c>max</c> or <c>avg</c>.</param>
    /// <param name="poolStride">The steps of the window; 1 where null.</param>
    /// <param name="poolPadding">What is added around the volume; nothing where null.</param>
    /// <param name="globalPooling">Whether the window is the volume.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <param name="ceilMode">Whether a window that is partly outside counts.</param>
    /// <param name="name">Not used.</param>
    /// <param name="exclusive">Whether a mean leaves out what was added around the volume.</param>
    /// <exception cref="InvalidArgumentException">The type is not known, or there is no window.</exception>
    /// <remarks>Mirrors fluid.layers.pool3d.</remarks>
    public static Tensor Pool3d(Tensor input, Ints? poolSize = null, string poolType = "max", Ints? poolStride = null, Ints? poolPadding = null,
        bool globalPooling = false, bool useCudnn = true, bool ceilMode = false, string? name = null, bool exclusive = true)
    {
        RequireWindow("pool3d", poolType, poolSize, globalPooling);
        return new Pool3DOp(poolType, (poolSize ?? 1).Repeat(3, "poolSize"), (poolStride ?? 1).Repeat(3, "poolStride"), (poolPadding ?? 0).Repeat(3,
            "poolPadding"),
            ceilMode, exclusive, globalPooling).Apply(input);
    }

    /// <summary>The greatest or mean element in each of a grid of windows that cover a volume.</summary>
    /// <param name="input">[N, C, D, H, W].</param>
    /// <param name="poolSize">The depth, height and width of the grid.</param>
    /// <param name="poolType"><c>max</c> or <c>avg</c>.</param>
    /// <param name="requireIndex">Whether positions are wanted; only false here: use F.AdaptiveMaxPool3d for them.</param>
    /// <param name="name">Not used.</param>
    /// <exception cref="InvalidArgumentException">The type is not known, or positions are asked for.</exception>
    /// <remarks>Mirrors fluid.layers.adaptive_pool3d.</remarks>
    public static Tensor AdaptivePool3d(Tensor input, Ints poolSize, string poolType = "max", bool requireIndex = false, string? name = null)
    {
        if (poolType is not ("max" or "avg") || requireIndex)
            throw new InvalidArgumentException($"adaptive_pool3d: poolType '{poolType}' with requireIndex {requireIndex} is not possible.",
                "The type is max or avg.", "Leave requireIndex out.");
        return new Pool3DOp(poolType, poolSize.Repeat(3, "poolSize"), (1, 1, 1), (0, 0, 0), Adaptive: true).Apply(input);
    }

    /// <summary>A convolution whose taps are moved by offsets and weighted by a mask.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="offset">[N, 2 · deformableGroups · h · w, H', W']: y and x of each tap.</param>
    /// <param name="mask">[N, deformableGroups · h · w, H', W'].</param>
    /// <param name="numFilters">The number of filters.</param>
    /// <param name="filterSize">The height and width of a filter.</param>
    /// <param name="stride">The steps of the filter; 1 where null.</param>
    /// <param name="padding">Zeros around the images; none where null.</param>
    /// <param name="dilation">The distances of a filter's elements; 1 where null.</param>
    /// <param name="groups">Into how many groups the channels are divided; 1 where null.</param>
    /// <param name="deformableGroups">Groups of channels with offsets of their own; 1 where null.</param>
    /// <param name="im2colStep">Kept for files: how many images Paddle takes at a time; 64 where null.</param>
    /// <param name="paramAttr">How the filters [numFilters, C / groups, h, w] are made.</param>
    /// <param name="biasAttr">How the bias is made; false for none.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">Shapes and arguments do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.deformable_conv; Zhu et al. 2019.</remarks>
    public static Tensor DeformableConv(Tensor input, Tensor offset, Tensor mask, int numFilters, Ints filterSize, Ints? stride = null, Ints? padding = null,
        Ints? dilation = null, int? groups = null, int? deformableGroups = null, int? im2colStep = null, ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null,
        string? name = null)
        => Graph.NN.DeformConv2d(input, offset, mask, numFilters, filterSize, stride, padding, dilation, groups ?? 1, deformableGroups ?? 1, im2colStep ?? 64,
            paramAttr, biasAttr, name);

    /// <summary>A weight divided by its largest singular value, which a power iteration estimates from random vectors.</summary>
    /// <param name="weight">The weight; its dimensions must be known.</param>
    /// <param name="dim">The axis that is the matrix's rows.</param>
    /// <param name="powerIters">How many steps of the iteration each run takes.</param>
    /// <param name="eps">Added to lengths.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside the weight, or its dimensions are not known.</exception>
    /// <remarks>Mirrors fluid.layers.spectral_norm; Miyato et al. 2018.</remarks>
    public static Tensor SpectralNorm(Tensor weight, int dim = 0, int powerIters = 1, double eps = 1e-12, string? name = null)
        => Graph.NN.SpectralNorm(weight, dim, powerIters, eps, name);

    /// <summary>Features normalized with statistics that are gathered elsewhere: (x − sum / size) · √(size / square sum).</summary>
    /// <param name="input">[N, C] or [N, C, …].</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="epsilon">Kept for files: it belongs to the gathering.</param>
    /// <param name="paramAttr">The first values of the statistics: <c>batch_size</c> (10000 where absent), <c>batch_sum</c> (0), <c>batch_square</c>
    /// (10000).</param>
    /// <param name="dataLayout">NCHW or NHWC.</param>
    /// <param name="inPlace">Kept for Paddle's signature.</param>
    /// <param name="name">What the statistics' names begin with; made unique where null.</param>
    /// <param name="movingMeanName">Kept for Paddle's signature.</param>
    /// <param name="movingVarianceName">Kept for Paddle's signature.</param>
    /// <param name="doModelAverageForMeanAndVar">Kept for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">The number of features is not known.</exception>
    /// <remarks>Mirrors fluid.layers.data_norm. Optimizers leave the statistics <c>name.batch_size</c>, <c>name.batch_sum</c> and
    /// <c>name.batch_square_sum</c> as they are;
    /// whoever gathers them writes them into the scope.</remarks>
    public static Tensor DataNorm(Tensor input, string? act = null, double epsilon = 1e-5, IReadOnlyDictionary<string, double>? paramAttr = null,
        string dataLayout = "NCHW",
        bool inPlace = false, string? name = null, string? movingMeanName = null, string? movingVarianceName = null, bool doModelAverageForMeanAndVar = false)
        => Graph.NN.DataNorm(input, act, epsilon, paramAttr, dataLayout, inPlace, name, movingMeanName, movingVarianceName, doModelAverageForMeanAndVar);
}
