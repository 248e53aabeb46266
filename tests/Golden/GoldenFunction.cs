using System.Reflection;
using System.Text.Json;
using Trireme.Autograd;
using Trireme.Formats.Npy;

namespace Trireme.Tests.Golden;

/// <summary>Runs golden cases of the kinds "function" and "double_grad": result, and gradient where the case has one.</summary>
public static class GoldenFunction
{
    private static readonly Dictionary<string, string> Homes = new()
    {
        ["paddle"] = "Trireme.Paddle",
        ["paddle.nn.functional"] = "Trireme.NN.Functional",
        ["paddle.linalg"] = "Trireme.Linalg",
        ["paddle.fft"] = "Trireme.FFT",
        ["paddle.metric"] = "Trireme.Metrics.Metric",
        ["paddle.vision.ops"] = "Trireme.Vision.Ops",
        ["paddle.nn.utils"] = "Trireme.NN.Utils",
        ["paddle.incubate.nn.functional"] = "Trireme.Incubate.NN.Functional",
    };

    /// <summary>The methods that stand for an operator in Paddle's terms; empty where there is none yet.</summary>
    public static MethodBase[] Overloads(string op)
    {
        int dot = op.LastIndexOf('.');
        if (dot < 0 || !Homes.TryGetValue(op[..dot], out string? home))
            return [];
        Type? type = new[] { "Trireme.Ops", "Trireme", "Trireme.Vision" }.Select(a => Type.GetType($"{home}, {a}")).FirstOrDefault(t => t is not null);
        string name = PythonCall.Normalize(op[(dot + 1)..]);
        return type is null ? [] : type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.Name.ToLowerInvariant() == name && !m.IsGenericMethodDefinition).ToArray<MethodBase>();
    }

    /// <summary>Whether tensors can hold everything the case needs: complex numbers they cannot.</summary>
    public static bool IsRepresentable(GoldenCase c)
        => c.Inputs.SelectMany(i => i.Value.ValueKind == JsonValueKind.Array ? i.Value.EnumerateArray().ToArray() : [i.Value]).Select(k => k.GetString()!)
            .Concat(c.Outputs).All(k => GoldenTensors.CanHold(GoldenSet.Array(c.File, k)));

    /// <summary>What differs, or null.</summary>
    public static string? Check(GoldenCase c)
    {
        try
        {
            return c.Kind == "double_grad" ? CheckDouble(c) : CheckFunction(c);
        }
        catch (TargetInvocationException e)
        {
            return $"{c.Id} {Attributes(c)}: {e.InnerException}";
        }
        catch (Exception e) when (e is InvalidArgumentException or PreconditionNotMetException or OutOfRangeException or NotSupportedException or NullReferenceException or IndexOutOfRangeException)
        {
            return $"{c.Id} {Attributes(c)}: {e}";
        }
    }

    /// <summary>Compares results, then gradients of the sum of outputs times cotangents; shared with layers.</summary>
    public static string? Compare(GoldenCase c, List<Tensor> results, IReadOnlyDictionary<string, object> inputs)
    {
        if (results.Count < c.Outputs.Length)
            return $"{c.Id} {Attributes(c)}: {results.Count} outputs instead of {c.Outputs.Length}";
        for (int i = 0; i < c.Outputs.Length; i++)
        {
            if (GoldenTensors.Compare(results[i], GoldenSet.Array(c.File, c.Outputs[i]), c.Number("rtol"), c.Number("atol"), $"output {i}") is { } difference)
                return $"{c.Id} {Attributes(c)}: {difference}";
        }
        if (!c.Grads.Any())
            return null;
        var outputs = new List<Tensor>();
        var cotangents = new List<Tensor?>();
        for (int i = 0; i < c.Cotangents.Length; i++)
        {
            if (c.Cotangents[i] is not { } key)
                continue;
            outputs.Add(results[i]);
            cotangents.Add(GoldenTensors.Load(c, key));
        }
        BackwardPass.Run(outputs, cotangents, retainGraph: false);
        foreach ((string name, JsonElement keys) in c.Grads)
        {
            Tensor[] tensors = inputs[name] is Tensor[] several ? several : [(Tensor)inputs[name]];
            string?[] wanted = keys.ValueKind == JsonValueKind.Array ? keys.EnumerateArray().Select(k => k.GetString()).ToArray() : [keys.GetString()];
            for (int i = 0; i < wanted.Length; i++)
            {
                if (wanted[i] is null)
                    continue;
                if (tensors[i].Grad is not { } grad)
                    return $"{c.Id} {Attributes(c)}: no gradient of {name}";
                if (GoldenTensors.Compare(grad, GoldenSet.Array(c.File, wanted[i]!), c.Number("grad_rtol"), c.Number("grad_atol"), $"gradient of {name}") is { } difference)
                    return $"{c.Id} {Attributes(c)}: {difference}";
            }
        }
        return null;
    }

    public static Dictionary<string, object> LoadInputs(GoldenCase c)
    {
        Dictionary<string, object> inputs = c.Inputs.ToDictionary(i => i.Name, i => GoldenTensors.LoadInput(c, i.Value));
        foreach ((string name, _) in c.Grads)
        {
            if (inputs.TryGetValue(name, out object? value))
            {
                foreach (Tensor tensor in value as Tensor[] ?? [(Tensor)value])
                    tensor.StopGradient = false;
            }
        }
        return inputs;
    }

    public static string Attributes(GoldenCase c) => c.Json.GetProperty("op").GetString() + " " + (c.Json.TryGetProperty("attrs", out JsonElement attrs) ? attrs.GetRawText() : "");

    private static string? CheckFunction(GoldenCase c)
    {
        Dictionary<string, object> inputs = LoadInputs(c);
        if (Call(c, inputs, out object? result) is { } failure)
            return failure;
        List<Tensor> results = PythonCall.Flatten(result);
        // The running statistics are updated in place and listed behind the result.
        if (c.Op == "paddle.nn.functional.batch_norm")
            results.AddRange([(Tensor)inputs["running_mean"], (Tensor)inputs["running_var"]]);
        // Signs of singular vectors and of Q's columns are free: the singular values and the product are what is expected.
        if (c.Op == "paddle.linalg.svd")
            results = [results[1]];
        if (c.Op == "paddle.linalg.qr")
            results = [results[0].Matmul(results[1])];
        return Compare(c, results, inputs);
    }

    private static string? Call(GoldenCase c, Dictionary<string, object> inputs, out object? result)
    {
        result = null;
        (string, object)[] arguments = inputs.Select(i => (i.Key, i.Value)).Concat(c.Attrs.Select(a => (a.Name, (object)a.Value))).ToArray();
        if (PythonCall.Bind(Overloads(c.Op), arguments) is not { } call)
            return $"{c.Id} {Attributes(c)}: no overload takes ({string.Join(", ", arguments.Select(a => a.Item1))})";
        result = ((MethodInfo)call.Method).Invoke(null, call.Arguments);
        return null;
    }

    // y = op(x...); g = gradient of sum(y · cot) with createGraph; z = sum of all g²; outputs: every g, then dz/dx of every input.
    private static string? CheckDouble(GoldenCase c)
    {
        Dictionary<string, object> all = c.Inputs.ToDictionary(i => i.Name, i => GoldenTensors.LoadInput(c, i.Value));
        var cotangent = (Tensor)all["cot"];
        all.Remove("cot");
        Tensor[] inputs = all.Values.Cast<Tensor>().ToArray();
        foreach (Tensor input in inputs)
            input.StopGradient = false;
        if (Call(c, all, out object? y) is { } failure)
            return failure;
        Tensor?[] first = BackwardPass.Grad(PythonCall.Flatten(y).Take(1).ToArray(), inputs, [cotangent], retainGraph: true, createGraph: true);
        Tensor[] found = first.Select(g => g!).ToArray();
        Tensor[] differentiable = found.Where(g => !g.StopGradient).ToArray();
        // dz/dg = 2g, so z's gradient is that of the g's with 2g as cotangents.
        Tensor?[] second = BackwardPass.Grad(differentiable, inputs, differentiable.Select(g => (Tensor?)Twice(g)).ToArray(), retainGraph: true, createGraph: false);
        Tensor[] results = found.Concat(second.Select((g, i) => g ?? Zeros(inputs[i]))).ToArray();
        return Compare(c, results.ToList(), all);
    }

    private static Tensor Twice(Tensor g) => Tensor.From<float>(g.ToArray<float>().Select(v => 2 * v).ToArray(), g.Shape);

    private static Tensor Zeros(Tensor like) => Tensor.From<float>(new float[like.Size], like.Shape);
}
