using Trireme.NN;

namespace Trireme.Training;

/// <summary>Counts the operations of a forward pass, by Paddle's rules: a multiplication and its addition count once.</summary>
internal static class NetworkFlops
{
    public static long Count(Layer network, Shape inputSize, IReadOnlyDictionary<Type, Func<Layer, Tensor[], Tensor[], long>>? customOps, bool printDetail)
    {
        long total = 0;
        List<string> details = [];
        NetworkSummary.Trace(network, NetworkSummary.Inputs([inputSize], null), (layer, inputs, outputs) =>
        {
            long flops = customOps is not null && customOps.TryGetValue(layer.GetType(), out Func<Layer, Tensor[], Tensor[], long>? custom)
                ? custom(layer, inputs, outputs) : Of(layer, inputs[0].Shape, outputs[0].Shape);
            total += flops;
            details.Add($"{layer.FullName()}: input {inputs[0].Shape}, output {outputs[0].Shape}, params {layer.Parameters(false).Sum(p => p.Size)}, flops {flops}");
        });
        if (printDetail)
        {
            foreach (string line in details)
                Console.WriteLine(line);
        }
        Console.WriteLine($"Total Flops: {total}     Total Params: {network.Parameters().Sum(p => p.Size)}");
        return total;
    }

    private static long Of(Layer layer, Shape input, Shape output) => layer switch
    {
        ConvolutionLayer c => output.Numel * ((input[1] / c.Groups * Window(c.Weight.Shape)) + (c.Bias is null ? 0 : 1)),
        Linear l => l.Weight.Shape[0] * output.Numel,
        BatchNormLayer => 2 * input.Numel,
        LayerNorm or GroupNorm => 2 * input.Numel,
        LeakyReLU => input.Numel,
        AdaptiveAvgPool1D or AdaptiveAvgPool2D or AdaptiveAvgPool3D => output.Numel * (1 + (input[2..].Numel / Math.Max(1, output[2..].Numel))),
        AvgPool1D or AvgPool2D or AvgPool3D => output.Numel,
        _ => 0,
    };

    private static long Window(Shape weight) => weight[2..].Numel;
}
