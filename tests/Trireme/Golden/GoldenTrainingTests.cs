using System.Text.Json;
using Trireme.Metrics;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Tests.Golden;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Training.Golden;

/// <summary>Optimizers, clipping, whole training loops and metrics against the golden vectors.</summary>
public sealed class GoldenTrainingTests
{
    public static TheoryData<string> Ids(string kind) => new(GoldenSet.Cases.Where(c => c.Kind == kind).Select(c => c.Id));

    [Theory]
    [MemberData(nameof(Ids), "optimizer")]
    public void Optimizer_follows_the_trajectory(string id)
    {
        GoldenCase c = Case(id);
        Dictionary<string, object> inputs = c.Inputs.ToDictionary(i => i.Name, i => GoldenTensors.LoadInput(c, i.Value));
        var grads = (Tensor[])inputs["grads"];
        List<Parameter> parameters = ((Tensor[])inputs["params"]).Select((t, i) => new Parameter(t, $"p{i}", new ParamAttr())).ToList();
        Optimizer optimizer = GoldenObjects.Optimizer(c.Op.Split('.')[^1], c.Attrs, parameters)!;
        string[] keys = c.Json.GetProperty("outputs").GetProperty("trajectory").EnumerateArray().Select(k => k.GetString()!).ToArray();
        for (int step = 0; step < grads[0].Shape[0]; step++)
        {
            for (int i = 0; i < parameters.Count; i++)
                parameters[i].Grad = Rows(grads[i], step);
            optimizer.Step();
            for (int i = 0; i < parameters.Count; i++)
                AssertClose(c, parameters[i], Rows(GoldenTensors.Load(c, keys[i]), step), $"step {step}, parameter {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Ids), "clip")]
    public void Gradients_are_clipped(string id)
    {
        GoldenCase c = Case(id);
        var grads = (Tensor[])GoldenTensors.LoadInput(c, c.Inputs.Single().Value);
        ClipGradBase clip = GoldenObjects.Clip(c.Op.Split('.')[^1], c.Attrs);
        Tensor[] clipped = clip.Call(grads.Select((g, i) => (new Parameter(g.Copy(), $"p{i}", new ParamAttr()), g)).ToList()).Select(p => p.Grad).ToArray();
        JsonElement keys = c.Json.GetProperty("outputs").GetProperty("clipped");
        for (int i = 0; i < clipped.Length; i++)
            AssertClose(c, clipped[i], GoldenTensors.Load(c, keys[i].GetString()!), $"gradient {i}");
    }

    [Theory]
    [MemberData(nameof(Ids), "train")]
    public void Training_gives_the_same_losses_and_weights(string id)
    {
        GoldenCase c = Case(id);
        JsonElement attrs = c.Json.GetProperty("attrs");
        var network = new Sequential(attrs.GetProperty("layers").EnumerateArray().Select(GoldenObjects.Layer).ToArray().AsSpan());
        Dictionary<string, Tensor> inputs = c.Inputs.ToDictionary(i => i.Name, i => (Tensor)GoldenTensors.LoadInput(c, i.Value));
        StateDictReport report = network.SetStateDict(inputs.Where(i => i.Key.StartsWith("init.", StringComparison.Ordinal)).Select(i => KeyValuePair.Create(i.Key[5..], i.Value)));
        Assert.Empty(report.UnexpectedKeys);
        Assert.Empty(report.MismatchedKeys);
        JsonElement described = attrs.GetProperty("optimizer");
        Optimizer optimizer = GoldenObjects.Optimizer(described.GetProperty("class").GetString()!,
            described.EnumerateObject().Where(p => p.Name != "class").Select(p => (p.Name, p.Value)), network.Parameters())!;
        JsonElement outputs = c.Json.GetProperty("outputs");
        Tensor losses = GoldenTensors.Load(c, outputs.GetProperty("losses").GetString()!);
        for (int step = 0; step < attrs.GetProperty("steps").GetInt32(); step++)
        {
            Tensor x = Rows(inputs["x"], step), y = Rows(inputs["y"], step);
            Tensor prediction = network.Call(x);
            Tensor loss = attrs.GetProperty("loss").GetString() == "mse_loss" ? F.MseLoss(prediction, y) : F.CrossEntropy(prediction, y);
            AssertClose(c, loss.Detach(), Rows(losses, step), $"loss {step}");
            loss.Backward();
            optimizer.Step();
            optimizer.ClearGrad();
        }
        OrderedDictionary<string, Tensor> state = network.StateDict();
        foreach (JsonProperty final in outputs.EnumerateObject().Where(o => o.Name.StartsWith("final.", StringComparison.Ordinal)))
            AssertClose(c, state[final.Name[6..]], GoldenTensors.Load(c, final.Value.GetString()!), final.Name);
    }

    [Theory]
    [MemberData(nameof(Ids), "metric")]
    public void Metric_agrees(string id)
    {
        GoldenCase c = Case(id);
        Metric metric = c.Op.Split('.')[^1] switch { "Precision" => new Precision(), "Recall" => new Recall(), _ => new Auc() };
        Dictionary<string, Tensor> inputs = c.Inputs.ToDictionary(i => i.Name, i => (Tensor)GoldenTensors.LoadInput(c, i.Value));
        metric.Update(inputs["preds"], inputs["labels"]);
        double want = GoldenTensors.Load(c, c.Outputs[0]).ItemAt<double>(0);
        Assert.InRange(metric.Accumulate()[0], want - c.Number("atol") - (c.Number("rtol") * Math.Abs(want)), want + c.Number("atol") + (c.Number("rtol") * Math.Abs(want)));
    }

    [Theory]
    [MemberData(nameof(AccuracyIds))]
    public void Accuracy_agrees(string id)
    {
        GoldenCase c = Case(id);
        Assert.Null(GoldenFunction.Check(c));
    }

    public static TheoryData<string> AccuracyIds => new(GoldenSet.Cases.Where(c => c.Op == "paddle.metric.accuracy").Select(c => c.Id));

    private static GoldenCase Case(string id) => GoldenSet.Cases.Single(c => c.Id == id);

    private static Tensor Rows(Tensor tensor, int step)
    {
        int size = (int)tensor.Size / tensor.Shape[0];
        return tensor.View(tensor.Shape[1..], (long)step * size);
    }

    private static void AssertClose(GoldenCase c, Tensor got, Tensor want, string what)
    {
        Assert.Equal(want.Shape.Numel, got.Shape.Numel);
        for (int i = 0; i < got.Size; i++)
        {
            double g = got.ItemAt<double>(i), w = want.ItemAt<double>(i);
            Assert.True(Math.Abs(g - w) <= c.Number("atol") + (c.Number("rtol") * Math.Abs(w)), $"{c.Id} {GoldenFunction.Attributes(c)}: {what}[{i}] is {g}, not {w}.");
        }
    }
}
