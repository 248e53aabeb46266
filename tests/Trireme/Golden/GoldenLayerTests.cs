using System.Text.Json;
using Trireme.NN;
using Trireme.Tests.Golden;

namespace Trireme.Tests.Training.Golden;

/// <summary>Every layer of the golden vectors: outputs, and the gradients of inputs and parameters.</summary>
public sealed class GoldenLayerTests
{
    public static TheoryData<string> Layers => new(Cases.Select(c => c.Op).Distinct());

    private static IEnumerable<GoldenCase> Cases => GoldenSet.Cases.Where(c => c.Kind == "layer");

    [Theory]
    [MemberData(nameof(Layers))]
    public void Agrees(string op)
    {
        GoldenCase[] cases = Cases.Where(c => c.Op == op).ToArray();
        string[] failures = cases.Select(Check).OfType<string>().ToArray();
        Assert.True(failures.Length == 0, $"{failures.Length} of {cases.Length} cases fail:\n" + string.Join("\n", failures.Take(8)));
    }

    private static string? Check(GoldenCase c)
    {
        string name = c.Op.Split('.')[^1];
        Layer layer = name == "TransformerEncoder" ? Encoder(c) : Create(name, c.Attrs);
        StateDictReport report = layer.SetStateDict(c.Params.Select(p => KeyValuePair.Create(p.Name, GoldenTensors.Load(c, p.Value.GetString()!))));
        Assert.Empty(report.MissingKeys);
        Assert.Empty(report.UnexpectedKeys);
        Dictionary<string, object> known = layer.StateDict().ToDictionary(p => p.Key, p => (object)p.Value);
        foreach ((string input, JsonElement value) in c.Inputs)
            known[input] = GoldenTensors.LoadInput(c, value);
        foreach ((string input, _) in c.Grads)
        {
            foreach (Tensor tensor in PythonCall.Flatten(known[input]))
                tensor.StopGradient = false;
        }
        List<Tensor> results = Run(layer, c.Inputs.Select(i => (i.Name, known[i.Name])).ToArray());
        return GoldenFunction.Compare(c, layer is RNNCellBase ? results[1..] : results, known);
    }

    // What a layer takes by name stands in the order of its Forward; what is absent is null.
    private static readonly string[][] Orders =
    [
        ["query", "key", "value", "attn_mask"],
        ["src", "src_mask"],
        ["tgt", "memory", "tgt_mask", "memory_mask"],
    ];

    private static List<Tensor> Run(Layer layer, (string Name, object Value)[] inputs)
    {
        string[]? order = Orders.FirstOrDefault(o => o[0] == inputs[0].Name);
        if (order is null)
            return [.. layer.Call(inputs.SelectMany(i => PythonCall.Flatten(i.Value)).ToArray())];
        var values = order.Select(n => (Tensor?)inputs.FirstOrDefault(i => i.Name == n).Value).ToList();
        while (values[^1] is null)
            values.RemoveAt(values.Count - 1);
        return [.. layer.Call(values.ToArray()!)];
    }

    private static Layer Create(string name, IEnumerable<(string Name, JsonElement Value)> attrs)
        => (Layer)GoldenObjects.Create("Trireme.NN." + name, attrs.Select(a => (a.Name, (object)a.Value)))!;

    private static TransformerEncoder Encoder(GoldenCase c)
    {
        var layer = (TransformerEncoderLayer)Create("TransformerEncoderLayer", c.Attrs.Where(a => a.Name is not ("num_layers" or "final_norm")));
        JsonElement attrs = c.Json.GetProperty("attrs");
        return new TransformerEncoder(layer, attrs.GetProperty("num_layers").GetInt32(), attrs.GetProperty("final_norm").GetBoolean() ? new LayerNorm(attrs.GetProperty("d_model").GetInt32()) : null);
    }
}
