using System.Reflection;
using Trireme.NN;
using Trireme.Tests.Golden;

namespace Trireme.Tests.Training.Golden;

/// <summary>Every layer of the golden vectors: outputs, and the gradients of inputs and parameters.</summary>
public sealed class GoldenLayerTests
{
    public static TheoryData<string> Layers => new(Cases.Select(c => c.Op).Distinct());

    private static IEnumerable<GoldenCase> Cases => GoldenSet.Cases.Where(c => c.Kind == "layer" && c.Group == "rnn");

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
        var layer = (Layer)GoldenObjects.Create("Trireme.NN." + name, c.Attrs.Select(a => (a.Name, (object)a.Value)))!;
        StateDictReport report = layer.SetStateDict(c.Params.Select(p => KeyValuePair.Create(p.Name, GoldenTensors.Load(c, p.Value.GetString()!))));
        Assert.Empty(report.MissingKeys);
        Assert.Empty(report.UnexpectedKeys);
        Dictionary<string, object> known = layer.StateDict().ToDictionary(p => p.Key, p => (object)p.Value);
        foreach ((string input, System.Text.Json.JsonElement value) in c.Inputs)
            known[input] = GoldenTensors.LoadInput(c, value);
        foreach ((string input, _) in c.Grads)
        {
            foreach (Tensor tensor in PythonCall.Flatten(known[input]))
                tensor.StopGradient = false;
        }
        List<Tensor> results = Run(layer, c.Inputs.Select(i => (i.Name, known[i.Name])).ToArray());
        return GoldenFunction.Compare(c, layer is RNNCellBase ? results[1..] : results, known);
    }

    // Recurrent layers take inputs, states and lengths one after the other; others take theirs by name.
    private static List<Tensor> Run(Layer layer, (string, object)[] inputs)
        => [.. layer.Call(inputs.SelectMany(i => PythonCall.Flatten(i.Item2)).ToArray())];
}
