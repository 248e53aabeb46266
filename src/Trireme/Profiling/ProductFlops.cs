namespace Trireme.Profiling;

/// <summary>How much work an operator was, told from shapes alone: two operations for each product of two numbers that is added up.</summary>
internal static class ProductFlops
{
    /// <summary>Multiplications and additions of a matrix product or a convolution; 0 of everything else.</summary>
    public static double Of(ProfilerEvent e)
    {
        if (e.Inputs.Count < 2 || e.Outputs.Count == 0)
            return 0;
        Shape x = e.Inputs[0].Shape, y = e.Inputs[1].Shape, output = e.Outputs[0].Shape;
        return e.Name switch
        {
            "matmul_v2" or "matmul" or "fused_gemm_epilogue" => Product(x, y, output),
            "mul" => 2.0 * output.Numel * Math.Sqrt((double)x.Numel * y.Numel / Math.Max(1, output.Numel)),
            "conv2d" or "depthwise_conv2d" or "conv3d" or "conv_fused" => Convolution(output, y),
            "conv2d_transpose" or "depthwise_conv2d_transpose" or "conv3d_transpose" => Convolution(x, y),
            "conv_filter_grad" => Convolution(y, output),
            _ => 0,
        };
    }

    // Of m x k, k x n and m x n, however they are turned: the root of mk times kn over mn is k.
    private static double Product(Shape x, Shape y, Shape output)
    {
        if (x.Rank < 2 || y.Rank < 2 || output.Rank < 2 || output.Numel == 0)
            return 0;
        double inner = Math.Sqrt((double)x[-1] * x[-2] * y[-1] * y[-2] / ((double)output[-1] * output[-2]));
        return 2 * output.Numel * inner;
    }

    // Each element on the filters' side takes one filter's worth of products.
    private static double Convolution(Shape filtered, Shape filter) => filter.Rank == 0 || filter[0] == 0 ? 0 : 2.0 * filtered.Numel * filter.Numel / filter[0];
}
