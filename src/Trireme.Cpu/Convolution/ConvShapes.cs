namespace Trireme.Cpu.Convolution;

/// <summary>From an operator's axes and shapes to the sizes that the pointer kernels take.</summary>
internal static class ConvShapes
{
    /// <summary>The convolution from x to y; the transposed one passes its result as x.</summary>
    public static ConvShape Of(SpatialAxes axes, Shape x, Shape y, int groups)
    {
        ReadOnlySpan<int> output = y.AsSpan()[2..];
        return ConvShape.Of(x[0], x[1], x.AsSpan()[2..], y[1], axes.Kernel.AsSpan(), axes.Strides.AsSpan(), axes.Before.AsSpan(), axes.After.AsSpan(),
            axes.Dilations.AsSpan(), groups) with
        {
            OD = output.Length == 3 ? output[0] : 1,
            OH = output[^2],
            OW = output[^1],
        };
    }
}
