using System.Reflection;
using System.Text.Json;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Regularizers;
using Trireme.Tests.Golden;

namespace Trireme.Tests.Training.Golden;

/// <summary>Builds layers and optimizers from Python's names and arguments, as the golden vectors describe them.</summary>
internal static class GoldenObjects
{
    public static object? Create(string type, IEnumerable<(string, object)> arguments)
    {
        Type? found = typeof(Layer).Assembly.GetType(type);
        return found is null || PythonCall.Bind(found.GetConstructors(), arguments.ToArray()) is not { } call ? null : ((ConstructorInfo)call.Method).Invoke(call.Arguments);
    }

    public static Optimizer? Optimizer(string name, IEnumerable<(string Name, JsonElement Value)> attrs, List<Parameter> parameters)
    {
        List<(string, object)> arguments = attrs.Select(a => (a.Name, Convert(a.Name, a.Value))).ToList();
        arguments.Add(("parameters", (ParameterSet)parameters));
        return (Optimizer?)Create("Trireme.Optimizers." + name, arguments);
    }

    public static ClipGradBase Clip(string name, IEnumerable<(string Name, JsonElement Value)> attrs)
        => (ClipGradBase)Create("Trireme.NN." + name, attrs.Select(a => (a.Name, (object)a.Value)))!;

    /// <summary>["Linear", 6, 10, {"bias_attr": false}]: positional arguments, then a dict of named ones.</summary>
    public static Layer Layer(JsonElement spec)
    {
        JsonElement[] items = spec.EnumerateArray().ToArray();
        Type type = typeof(Layer).Assembly.GetType("Trireme.NN." + items[0].GetString())!;
        ParameterInfo[] parameters = type.GetConstructors()[0].GetParameters();
        var arguments = new List<(string, object)>();
        foreach ((JsonElement item, int i) in items.Skip(1).Select((item, i) => (item, i)))
        {
            if (item.ValueKind == JsonValueKind.Object)
                arguments.AddRange(item.EnumerateObject().Select(p => (p.Name, (object)p.Value)));
            else
                arguments.Add((parameters[i].Name!, item));
        }
        return (Layer)Create(type.FullName!, arguments)!;
    }

    private static object Convert(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return value;
        string type = value.GetProperty("class").GetString()!;
        IEnumerable<(string, JsonElement)> rest = value.EnumerateObject().Where(p => p.Name != "class").Select(p => (p.Name, p.Value));
        if (name == "grad_clip")
            return Clip(type, rest);
        double coeff = value.GetProperty("coeff").GetDouble();
        WeightDecay decay = type == "L1Decay" ? new L1Decay(coeff) : new L2Decay(coeff);
        return decay;
    }
}
