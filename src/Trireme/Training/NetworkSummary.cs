using Trireme.NN;
using Trireme.Training.Progress;

namespace Trireme.Training;

/// <summary>Runs a network once on zeros and lists what each layer received and gave.</summary>
internal static class NetworkSummary
{
    public static Dictionary<string, long> Print(Layer network, IReadOnlyList<Shape> inputSizes, IReadOnlyList<DType>? dtypes)
    {
        List<SummaryRow> rows = [];
        var numbers = new Dictionary<string, int>();
        Trace(network, Inputs(inputSizes, dtypes), (layer, inputs, outputs) =>
        {
            string kind = layer.GetType().Name;
            numbers[kind] = numbers.GetValueOrDefault(kind) + 1;
            long parameters = layer.StateDict(includeSublayers: false).Values.Sum(t => t.Size);
            rows.Add(new SummaryRow($"{kind}-{numbers[kind]}", inputs.Select(t => t.Shape).ToArray(), outputs.Select(t => t.Shape).ToArray(), parameters));
        });
        Tensor[] state = network.StateDict().Values.Distinct<Tensor>(ReferenceEqualityComparer.Instance).ToArray();
        long total = state.Sum(t => t.Size), trainable = state.Where(t => !t.StopGradient).Sum(t => t.Size);
        Console.Write(SummaryTable.Render(rows, inputSizes.Sum(s => s.Numel), total, trainable));
        return new Dictionary<string, long> { ["total_params"] = total, ["trainable_params"] = trainable };
    }

    /// <summary>Runs the network in inference mode and reports every layer without sublayers; the network's mode is restored.</summary>
    public static void Trace(Layer network, Tensor[] inputs, Action<Layer, Tensor[], Tensor[]> report)
    {
        List<LayerHook> hooks = [];
        Layer[] training = network.Sublayers(includeSelf: true).Where(l => l.Training).ToArray();
        try
        {
            foreach (Layer layer in network.Sublayers(includeSelf: true).Where(l => !l.Children().Any()))
            {
                hooks.Add(layer.RegisterForwardPostHook((l, i, o) =>
                {
                    report(l, i, o);
                    return null;
                }));
            }
            network.Eval();
            using IDisposable noGrad = Paddle.NoGrad();
            network.Call(inputs);
        }
        finally
        {
            foreach (LayerHook hook in hooks)
                hook.Remove();
            foreach (Layer layer in training)
                layer.SetTrainingHere(true);
        }
    }

    public static Tensor[] Inputs(IReadOnlyList<Shape> sizes, IReadOnlyList<DType>? dtypes)
    {
        if (dtypes is not null && dtypes.Count != 1 && dtypes.Count != sizes.Count)
            throw new InvalidArgumentException($"summary: {dtypes.Count} element types were given for {sizes.Count} inputs.", null, "Give one, or one an input.");
        return sizes.Select((s, i) =>
        {
            // A batch of any size is shown with one example.
            int[] dims = Array.ConvertAll(s.ToArray(), d => d == -1 ? 1 : d);
            if (dims.Any(d => d < 1))
                throw new InvalidArgumentException($"summary: the input size {s} is not usable.", "Dimensions must be at least 1, or -1 for the batch.");
            return Paddle.Zeros(dims, dtypes is null ? (DType?)null : dtypes[dtypes.Count == 1 ? 0 : i]);
        }).ToArray();
    }
}
