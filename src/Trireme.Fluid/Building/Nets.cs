using Trireme.NN;

namespace Trireme.Fluid;

/// <summary>Groups of layers that are often used together: fluid.nets.</summary>
public static class Nets
{
    /// <summary>A convolution and a pooling.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="numFilters">The number of filters.</param>
    /// <param name="filterSize">The height and width of a filter.</param>
    /// <param name="poolSize">The height and width of a pooling window.</param>
    /// <param name="poolStride">The steps of the pooling window.</param>
    /// <param name="poolPadding">What is added around the pooled image; nothing where null.</param>
    /// <param name="poolType"><c>max</c> or <c>avg</c>.</param>
    /// <param name="globalPooling">Whether the window is the image.</param>
    /// <param name="convStride">The steps of the filter; 1 where null.</param>
    /// <param name="convPadding">Zeros around the image; none where null.</param>
    /// <param name="convDilation">The distances of a filter's elements; 1 where null.</param>
    /// <param name="convGroups">Into how many groups the channels are divided.</param>
    /// <param name="paramAttr">How the filters are made.</param>
    /// <param name="biasAttr">How the bias is made; false for none.</param>
    /// <param name="act">The activation between the two, or null.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.nets.simple_img_conv_pool.</remarks>
    public static Tensor SimpleImgConvPool(Tensor input, int numFilters, Ints filterSize, Ints poolSize, Ints poolStride, Ints? poolPadding = null,
        string poolType = "max",
        bool globalPooling = false, Ints? convStride = null, Ints? convPadding = null, Ints? convDilation = null, int convGroups = 1,
            ParamAttr? paramAttr = null, ParamAttr? biasAttr = null,
        string? act = null, bool useCudnn = true)
    {
        Tensor convolved = Layers.Conv2d(input, numFilters, filterSize, convStride, convPadding, convDilation, convGroups, paramAttr, biasAttr, useCudnn, act);
        return Layers.Pool2d(convolved, poolSize, poolType, poolStride, poolPadding, globalPooling, useCudnn);
    }

    /// <summary>Several convolutions, with batch normalization and dropout after each where wanted, and a pooling.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="convNumFilter">The number of filters of each convolution.</param>
    /// <param name="poolSize">The height and width of the pooling window.</param>
    /// <param name="convPadding">Zeros around the images.</param>
    /// <param name="convFilterSize">The size of the filters.</param>
    /// <param name="convAct">The activation after each convolution, or after its normalization.</param>
    /// <param name="paramAttr">How the filters are made.</param>
    /// <param name="convWithBatchnorm">Whether each convolution is normalized.</param>
    /// <param name="convBatchnormDropRate">The dropout after each normalization.</param>
    /// <param name="poolStride">The steps of the pooling window; 1 where null.</param>
    /// <param name="poolType"><c>max</c> or <c>avg</c>.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">There is no convolution.</exception>
    /// <remarks>Mirrors fluid.nets.img_conv_group.</remarks>
    public static Tensor ImgConvGroup(Tensor input, Ints convNumFilter, Ints poolSize, int convPadding = 1, int convFilterSize = 3, string? convAct = null,
        ParamAttr? paramAttr = null,
        bool convWithBatchnorm = false, double convBatchnormDropRate = 0.0, Ints? poolStride = null, string poolType = "max", bool useCudnn = true)
    {
        if (convNumFilter.Count == 0)
            throw new InvalidArgumentException("img_conv_group: there is no convolution.", null, "Give the number of filters of each.");
        Tensor x = input;
        foreach (int filters in convNumFilter)
        {
            x = Layers.Conv2d(x, filters, convFilterSize, padding: convPadding, paramAttr: paramAttr, act: convWithBatchnorm ? null : convAct);
            if (!convWithBatchnorm)
                continue;
            x = Layers.BatchNorm(x, convAct);
            if (Math.Abs(convBatchnormDropRate) > 1e-5)
                x = Layers.Dropout(x, convBatchnormDropRate);
        }
        return Layers.Pool2d(x, poolSize, poolType, poolStride);
    }

    /// <summary>A convolution over sequences, and a pooling that makes each of them one row: [T, D] → [sequences, numFilters].</summary>
    /// <param name="input">[T, D] with sequences.</param>
    /// <param name="numFilters">The number of filters.</param>
    /// <param name="filterSize">How many rows a window has.</param>
    /// <param name="paramAttr">How the filter is made.</param>
    /// <param name="act">The activation between the two, or null.</param>
    /// <param name="poolType"><c>max</c>, <c>sum</c>, <c>average</c>, <c>sqrt</c>, <c>last</c> or <c>first</c>.</param>
    /// <param name="biasAttr">How the bias is made; false for none.</param>
    /// <exception cref="InvalidArgumentException">A size is not positive, or the type is not known.</exception>
    /// <remarks>Mirrors fluid.nets.sequence_conv_pool; Kim 2014.</remarks>
    public static Tensor SequenceConvPool(Tensor input, int numFilters, int filterSize, ParamAttr? paramAttr = null, string? act = "sigmoid",
        string poolType = "max", ParamAttr? biasAttr = null)
        => Layers.SequencePool(Layers.SequenceConv(input, numFilters, filterSize, paramAttr: paramAttr, biasAttr: biasAttr, act: act), poolType);

    /// <summary>One half of the input times the sigmoid of the other.</summary>
    /// <param name="input">The input; its size along the axis is even.</param>
    /// <param name="dim">The axis.</param>
    /// <remarks>Mirrors fluid.nets.glu; Dauphin et al. 2016.</remarks>
    public static Tensor Glu(Tensor input, int dim = -1)
    {
        Tensor[] halves = Layers.Split(input, 2, dim);
        return halves[0] * Layers.Sigmoid(halves[1]);
    }

    /// <summary>Means of values, weighted by how well keys fit queries.</summary>
    /// <param name="queries">[N, Lq, D].</param>
    /// <param name="keys">[N, Lk, D].</param>
    /// <param name="values">[N, Lk, Dv].</param>
    /// <param name="numHeads">Into how many parts features are divided; where it is above 1, each of the inputs first passes a layer without bias.</param>
    /// <param name="dropoutRate">The dropout of the weights.</param>
    /// <returns>[N, Lq, Dv].</returns>
    /// <exception cref="InvalidArgumentException">Dimensions do not fit, or the heads do not divide them.</exception>
    /// <remarks>Mirrors fluid.nets.scaled_dot_product_attention; Vaswani et al. 2017.</remarks>
    public static Tensor ScaledDotProductAttention(Tensor queries, Tensor keys, Tensor values, int numHeads = 1, double dropoutRate = 0.0)
    {
        if (queries.Ndim != 3 || keys.Ndim != 3 || values.Ndim != 3 || queries.Shape[2] != keys.Shape[2] || numHeads < 1 || keys.Shape[2] % numHeads != 0
            || values.Shape[2] % numHeads != 0)
        {
            throw new InvalidArgumentException($"scaled_dot_product_attention: {queries.Shape}, {keys.Shape} and {values.Shape} in {numHeads} heads do not fit.",
                "Each has three dimensions; queries and keys have as many features.", "The number of heads must divide them.");
        }
        double factor = 1 / Math.Sqrt(keys.Shape[2] / numHeads);
        Tensor q = Heads(queries), k = Heads(keys), v = Heads(values);
        Tensor weights = Layers.Softmax(Layers.Matmul(Layers.Scale(q, factor), k, transposeY: true));
        if (dropoutRate > 0)
            weights = Layers.Dropout(weights, dropoutRate);
        Tensor mixed = Layers.Matmul(weights, v);
        return numHeads == 1 ? mixed : mixed.Transpose([0, 2, 1, 3]).Reshape([0, 0, values.Shape[2]]);

        Tensor Heads(Tensor x)
        {
            if (numHeads == 1)
                return x;
            Tensor projected = Layers.Fc(x, x.Shape[2], numFlattenDims: 2, biasAttr: false);
            return projected.Reshape([0, 0, numHeads, x.Shape[2] / numHeads]).Transpose([0, 2, 1, 3]);
        }
    }
}
