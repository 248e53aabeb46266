using System.Text.Json;
using Trireme.Formats.Npy;
using Trireme.Optimizers.LR;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Optimizers.LR;

/// <summary>Every schedule against the golden vectors of group "lr", straight through and with a save and load in the middle.</summary>
public class GoldenScheduleTests(ITestOutputHelper output)
{
    private const int CasesExpected = 78;
    private const string Golden = "conformance/golden-a";

    [Fact]
    public void Every_golden_schedule_is_met()
    {
        int cases = 0;
        foreach ((JsonElement c, double[] values, double[]? metrics) in Cases())
        {
            cases++;
            LRScheduler scheduler = Build(c.GetProperty("op").GetString()!, c.GetProperty("attrs"));
            Check(c, values, 0, scheduler.LastLr);
            for (int i = 1; i < values.Length; i++)
            {
                Advance(scheduler, metrics?[i - 1]);
                Check(c, values, i, scheduler.LastLr);
                Assert.Equal(i, scheduler.LastEpoch);
            }
        }
        output.WriteLine($"{cases} cases");
        Assert.True(cases == CasesExpected || SharedData.Find(Golden, output) is null);
    }

    [Fact]
    public void Every_golden_schedule_resumes_exactly_from_its_state()
    {
        foreach ((JsonElement c, double[] values, double[]? metrics) in Cases())
        {
            string op = c.GetProperty("op").GetString()!;
            JsonElement attrs = c.GetProperty("attrs");
            foreach (int cut in (int[])[0, 1, 5, 13, values.Length - 2])
            {
                LRScheduler first = Build(op, attrs);
                for (int i = 1; i <= cut; i++)
                    Advance(first, metrics?[i - 1]);
                LRScheduler resumed = Build(op, attrs);
                resumed.SetStateDict(first.StateDict());
                Assert.Equal(first.LastLr, resumed.LastLr);
                Assert.Equal(cut, resumed.LastEpoch);
                Assert.Equal(first.StateDict().Keys, resumed.StateDict().Keys);
                for (int i = cut + 1; i < values.Length; i++)
                {
                    Advance(first, metrics?[i - 1]);
                    Advance(resumed, metrics?[i - 1]);
                    Assert.Equal(first.LastLr, resumed.LastLr);
                }
            }
        }
    }

    [Fact]
    public void Jumping_to_an_epoch_gives_what_stepping_there_gives()
    {
        foreach ((JsonElement c, double[] values, double[]? metrics) in Cases())
        {
            if (metrics is not null)
                continue;
            LRScheduler scheduler = Build(c.GetProperty("op").GetString()!, c.GetProperty("attrs"));
            foreach (int epoch in (int[])[values.Length - 1, 3, 0, 12])
            {
                scheduler.Step(epoch);
                Check(c, values, epoch, scheduler.LastLr);
            }
        }
    }

    private static void Advance(LRScheduler scheduler, double? metric)
    {
        if (scheduler is ReduceOnPlateau plateau)
            plateau.Step(metric!.Value);
        else
            scheduler.Step();
    }

    private static void Check(JsonElement c, double[] values, int i, double got)
    {
        double want = values[i];
        double allowed = c.GetProperty("atol").GetDouble() + (c.GetProperty("rtol").GetDouble() * Math.Abs(want));
        Assert.True(Math.Abs(got - want) <= allowed, $"{c.GetProperty("id")} {c.GetProperty("op")}: after {i} steps {got:R}, expected {want:R}");
    }

    private IEnumerable<(JsonElement Case, double[] Values, double[]? Metrics)> Cases()
    {
        if (SharedData.Find(Golden, output) is not { } folder)
            yield break;
        using NpzFile arrays = NpzFile.Open(Path.Combine(folder, "lr.npz"));
        foreach (string line in File.ReadLines(Path.Combine(folder, "manifest.jsonl")).Where(l => l.Contains("\"kind\": \"lr\"", StringComparison.Ordinal)))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement c = document.RootElement;
            double[] values = arrays[c.GetProperty("outputs").GetProperty("values").GetString()!].ToArray<double>();
            double[]? metrics = c.GetProperty("inputs").TryGetProperty("metrics", out JsonElement key) ? arrays[key.GetString()!].ConvertTo<double>() : null;
            yield return (c, values, metrics);
        }
    }

    private static LRScheduler Build(string op, JsonElement attrs)
    {
        double Number(string name) => attrs.GetProperty(name).GetDouble();
        int Integer(string name) => attrs.GetProperty(name).GetInt32();
        string Text(string name) => attrs.GetProperty(name).GetString()!;
        bool Flag(string name) => attrs.GetProperty(name).GetBoolean();
        int[] Integers(string name) => [.. attrs.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];
        double[] Numbers(string name) => [.. attrs.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
        Func<int, double> Lambda()
        {
            JsonElement formula = attrs.GetProperty("lr_lambda");
            double b = formula.GetProperty("base").GetDouble();
            return formula.GetProperty("form").GetString() switch
            {
                "base ** epoch" => epoch => Math.Pow(b, epoch),
                "base" => _ => b,
                { } other => throw new InvalidOperationException($"unknown formula {other}"),
                null => throw new InvalidOperationException("no formula"),
            };
        }

        switch (op[(op.LastIndexOf('.') + 1)..])
        {
            case nameof(NoamDecay):
                return new NoamDecay(Integer("d_model"), Integer("warmup_steps"), Number("learning_rate"));
            case nameof(PiecewiseDecay):
                return new PiecewiseDecay(Integers("boundaries"), Numbers("values"));
            case nameof(NaturalExpDecay):
                return new NaturalExpDecay(Number("learning_rate"), Number("gamma"));
            case nameof(InverseTimeDecay):
                return new InverseTimeDecay(Number("learning_rate"), Number("gamma"));
            case nameof(ExponentialDecay):
                return new ExponentialDecay(Number("learning_rate"), Number("gamma"));
            case nameof(PolynomialDecay):
                return new PolynomialDecay(Number("learning_rate"), Integer("decay_steps"), Number("end_lr"), Number("power"), Flag("cycle"));
            case nameof(LinearWarmup):
                JsonElement after = attrs.GetProperty("learning_rate");
                return after.ValueKind == JsonValueKind.Number
                    ? new LinearWarmup(after.GetDouble(), Integer("warmup_steps"), Number("start_lr"), Number("end_lr"))
                    : new LinearWarmup(Build(after.GetProperty("class").GetString()!, after.GetProperty("attrs")), Integer("warmup_steps"),
                        Number("start_lr"), Number("end_lr"));
            case nameof(MultiStepDecay):
                return new MultiStepDecay(Number("learning_rate"), Integers("milestones"), Number("gamma"));
            case nameof(StepDecay):
                return new StepDecay(Number("learning_rate"), Integer("step_size"), Number("gamma"));
            case nameof(LambdaDecay):
                return new LambdaDecay(Number("learning_rate"), Lambda());
            case nameof(MultiplicativeDecay):
                return new MultiplicativeDecay(Number("learning_rate"), Lambda());
            case nameof(CosineAnnealingDecay):
                return new CosineAnnealingDecay(Number("learning_rate"), Integer("T_max"), Number("eta_min"));
            case nameof(CosineAnnealingWarmRestarts):
                return new CosineAnnealingWarmRestarts(Number("learning_rate"), Integer("T_0"), Integer("T_mult"), Number("eta_min"));
            case nameof(OneCycleLR):
                return new OneCycleLR(Number("max_learning_rate"), Integer("total_steps"), Number("divide_factor"), Number("end_learning_rate"),
                    Number("phase_pct"), Text("anneal_strategy"), Flag("three_phase"));
            case nameof(CyclicLR):
                int? down = attrs.GetProperty("step_size_down").ValueKind == JsonValueKind.Null ? null : Integer("step_size_down");
                return new CyclicLR(Number("base_learning_rate"), Number("max_learning_rate"), Integer("step_size_up"), down, Text("mode"), Number("exp_gamma"));
            case nameof(LinearLR):
                return new LinearLR(Number("learning_rate"), Integer("total_steps"), Number("start_factor"), Number("end_factor"));
            case nameof(ReduceOnPlateau):
                return new ReduceOnPlateau(Number("learning_rate"), Text("mode"), Number("factor"), Integer("patience"), Number("threshold"),
                    Text("threshold_mode"), Integer("cooldown"), Number("min_lr"), Number("epsilon"));
            default:
                throw new InvalidOperationException($"no schedule for {op}");
        }
    }
}
