using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>Layer normalization over the last axes: (x − mean) / sqrt(variance + epsilon) · weight + bias.</summary>
    /// <param name="x">[..., normalizedShape].</param>
    /// <param name="normalizedShape">The last dimensions of <paramref name="x"/>, which are normalized together.</param>
    /// <param name="weight">Of that shape, or null for 1.</param>
    /// <param name="bias">Of that shape, or null for 0.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">The shape is not how <paramref name="x"/> ends, or weight or bias do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.layer_norm; Ba et al. 2016.</remarks>
    public static Tensor LayerNorm(Tensor x, Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5, string? name = null)
    {
        int axis = x.Ndim - normalizedShape.Rank;
        if (normalizedShape.Rank == 0 || axis < 0 || x.Shape[axis..] != normalizedShape)
        {
            throw new InvalidArgumentException($"layer_norm: normalizedShape {normalizedShape} is not how the input's shape ends.",
                $"x is {x.Shape}.", "Pass the last dimensions of x.");
        }
        return new LayerNormOp(axis, (float)epsilon).Apply(x, weight, bias);
    }

    /// <summary>Group normalization: the channels of each image are normalized in groups.</summary>
    /// <param name="x">[N, C, ...], or with the channels last.</param>
    /// <param name="numGroups">Divides C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="dataFormat">NCL, NCHW, NCDHW, NLC, NHWC or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.group_norm; Wu and He 2018.</remarks>
    public static Tensor GroupNorm(Tensor x, int numGroups, double epsilon = 1e-5, Tensor? weight = null, Tensor? bias = null, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("group_norm", dataFormat, NormFormats);
        Tensor y = new GroupNormOp((float)epsilon, numGroups).Apply(last ? DataLayout.ToChannelFirst(x) : x, weight, bias);
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    /// <summary>Instance normalization: each channel of each image is normalized by itself.</summary>
    /// <param name="x">[N, C, ...], or with the channels last.</param>
    /// <param name="runningMean">Not used, as in Paddle: the statistics are always the image's own.</param>
    /// <param name="runningVar">Not used.</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="useInputStats">There for Paddle's signature.</param>
    /// <param name="momentum">There for Paddle's signature.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="dataFormat">NCL, NCHW, NCDHW, NLC, NHWC or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.instance_norm; Ulyanov et al. 2016.</remarks>
    public static Tensor InstanceNorm(Tensor x, Tensor? runningMean = null, Tensor? runningVar = null, Tensor? weight = null, Tensor? bias = null,
        bool useInputStats = true, double momentum = 0.9, double eps = 1e-5, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("instance_norm", dataFormat, NormFormats);
        Tensor y = new InstanceNormOp((float)eps).Apply(last ? DataLayout.ToChannelFirst(x) : x, weight, bias);
        return last ? DataLayout.ToChannelLast(y) : y;
    }
}
