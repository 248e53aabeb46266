using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>3-D convolution: x [N, C, D, H, W], weight [M, C / groups, kD, kH, kW] → [N, M, D', H', W'].</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The filter.</param>
    /// <param name="bias">[M], or null.</param>
    /// <param name="stride">Distance between windows, one value or one an axis.</param>
    /// <param name="padding">Zeros around the input.</param>
    /// <param name="dilation">Distance between the taps of the filter.</param>
    /// <param name="groups">Divides C and M.</param>
    /// <param name="dataFormat">NCDHW or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.conv3d.</remarks>
    public static Tensor Conv3d(Tensor x, Tensor weight, Tensor? bias = null, Ints? stride = null, Padding padding = default, Ints? dilation = null,
        int groups = 1, string dataFormat = "NCDHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("conv3d", dataFormat, "NCDHW", "NDHWC");
        DataLayout.RequireRank("conv3d", x, 5);
        Tensor volume = last ? DataLayout.ToChannelFirst(x) : x;
        Tensor y = new Conv3DOp((stride ?? 1).Repeat(3, "stride"), padding.Resolve(3, last), padding.Algorithm, (dilation ?? 1).Repeat(3, "dilation"), groups)
            .Apply(volume, weight, bias);
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    /// <summary>3-D transposed convolution: x [N, C, D, H, W], weight [C, M / groups, kD, kH, kW] → [N, M, D', H', W'].</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The filter.</param>
    /// <param name="bias">[M], or null.</param>
    /// <param name="stride">Distance between windows of the result.</param>
    /// <param name="padding">What is cut off the result.</param>
    /// <param name="outputPadding">Added to the result's size; below the stride.</param>
    /// <param name="groups">Divides C and M.</param>
    /// <param name="dilation">Distance between the taps of the filter.</param>
    /// <param name="outputSize">The result's spatial size, instead of <paramref name="outputPadding"/>.</param>
    /// <param name="dataFormat">NCDHW or NDHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.conv3d_transpose.</remarks>
    public static Tensor Conv3dTranspose(Tensor x, Tensor weight, Tensor? bias = null, Ints? stride = null, Padding padding = default, Ints? outputPadding = null,
        int groups = 1, Ints? dilation = null, Ints? outputSize = null, string dataFormat = "NCDHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("conv3d_transpose", dataFormat, "NCDHW", "NDHWC");
        DataLayout.RequireRank("conv3d_transpose", x, 5);
        Tensor volume = last ? DataLayout.ToChannelFirst(x) : x;
        (Ints extra, Ints size) = OutputOptions(outputPadding, outputSize, 3);
        Tensor y = new Conv3DTransposeOp((stride ?? 1).Repeat(3, "stride"), padding.Resolve(3, last), extra, size, padding.Algorithm,
            (dilation ?? 1).Repeat(3, "dilation"), groups).Apply(volume, weight, bias);
        return last ? DataLayout.ToChannelLast(y) : y;
    }
}
