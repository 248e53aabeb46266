using Trireme.Compiler.Capture;
using Trireme.Operators;

namespace Trireme.Compiler.Passes;

/// <summary>
/// In inference, what follows a convolution and is the same for a whole channel becomes part of its filter and bias: an added bias, and batch
/// normalization with its running statistics.
/// </summary>
internal static class ConvolutionFolding
{
    public static void Run(Graph graph)
    {
        Dictionary<GraphValue, int> uses = graph.CountUses();
        for (int i = 0; i < graph.Steps.Count; i++)
        {
            while (graph.Steps[i] is { } step && IsConvolution(step) && graph.OnlyReader(i, uses) is var next and >= 0)
            {
                GraphStep? folded = graph.Steps[next].Op switch
                {
                    BatchNormOp norm => Fold(step, graph.Steps[next], norm),
                    ElementwiseAddOp => FoldBias(graph, step, graph.Steps[next]),
                    _ => null,
                };
                if (folded is null)
                    break;
                graph.Steps[i] = folded;
                graph.Steps.RemoveAt(next);
            }
        }
    }

    private static bool IsConvolution(GraphStep step)
        => step.Op is Conv2DOp { DataFormat: "NCHW" } or DepthwiseConv2DOp { DataFormat: "NCHW" } or Conv3DOp { DataFormat: "NCDHW" } && step.Inputs[1]?.Bound is { DType.Kind: DTypeKind.Float32 };

    private static GraphStep? Fold(GraphStep convolution, GraphStep step, BatchNormOp norm)
    {
        if (!norm.UsesRunning || !ReferenceEquals(step.Inputs[0], convolution.Outputs[0]) || step.Inputs[3]?.Bound is not { } mean || step.Inputs[4]?.Bound is not { } variance)
            return null;
        float[] factor = Array.ConvertAll(variance.ToArray<float>(), v => 1 / MathF.Sqrt(v + norm.Epsilon));
        if (step.Inputs[1]?.Bound is { } scale)
            factor = Zip(factor, scale.ToArray<float>(), (f, s) => f * s);
        float[] shift = Zip(mean.ToArray<float>(), factor, (m, f) => -m * f);
        if (step.Inputs[2]?.Bound is { } offset)
            shift = Zip(shift, offset.ToArray<float>(), (s, o) => s + o);
        return With(convolution, step, factor, shift);
    }

    private static GraphStep? FoldBias(Graph graph, GraphStep convolution, GraphStep step)
    {
        if (!ReferenceEquals(step.Inputs[0], convolution.Outputs[0]) || step.Inputs[1] is not { Meta.DType.Kind: DTypeKind.Float32 } added)
            return null;
        // A bias [C] that is added from axis 1 on is given two more dimensions first.
        if ((added.Bound ?? graph.Steps.Find(s => s.Op is Unsqueeze2Op && ReferenceEquals(s.Outputs[0], added))?.Inputs[0]?.Bound) is not { } bias)
            return null;
        Shape result = step.Outputs[0]!.Meta.Shape, shape = added.Meta.Shape;
        int channels = result[1];
        // The added tensor must have one value a channel: [C, 1, 1] or [1, C, 1, 1].
        bool perChannel = bias.Size == channels && shape.Rank >= result.Rank - 1 && shape[1 - result.Rank] == channels;
        return perChannel ? With(convolution, step, null, bias.ToArray<float>()) : null;
    }

    private static GraphStep With(GraphStep convolution, GraphStep last, float[]? factor, float[] shift)
    {
        Tensor filter = convolution.Inputs[1]!.Bound!;
        float[] bias = convolution.Inputs[2]?.Bound is { } before ? before.ToArray<float>() : new float[shift.Length];
        GraphValue weights = convolution.Inputs[1]!;
        if (factor is not null)
        {
            float[] values = filter.ToArray<float>();
            int each = values.Length / factor.Length;
            for (int i = 0; i < values.Length; i++)
                values[i] *= factor[i / each];
            bias = Zip(bias, factor, (b, f) => b * f);
            weights = Constant(weights.Name + ".folded", Tensor.From<float>(values, filter.Shape));
        }
        bias = Zip(bias, shift, (b, s) => b + s);
        GraphValue offset = Constant(weights.Name + ".bias", Tensor.From<float>(bias, bias.Length));
        return new GraphStep(convolution.Op, [convolution.Inputs[0], weights, offset], [0, 1, 2, 3], [last.Outputs[0]], [0, 1]);
    }

    private static GraphValue Constant(string name, Tensor value) => new(name, value.Meta) { Bound = value };

    private static float[] Zip(float[] a, float[] b, Func<float, float, float> f) => a.Zip(b, f).ToArray();
}
