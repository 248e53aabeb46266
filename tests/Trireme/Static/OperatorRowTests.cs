using Trireme.Autograd;
using Trireme.Formats.ProgramDesc;
using Trireme.Random;
using Trireme.Static;
using Trireme.Static.Files;
using Trireme.Tests.Golden;
using Trireme.Tests.Ops.Gradients;
using Xunit;
using Xunit.Abstractions;

namespace Trireme.Tests.Static;

/// <summary>Every row of the gradient table once more as a program: the same results and gradients, also where the batch is not known, and after a trip through a file.</summary>
public sealed class OperatorRowTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (GradientRow row in GradientTable.Rows)
                data.Add(row.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AProgramGivesTheResultsAndGradientsOfEagerMode(string name)
    {
        GradientRow row = GradientTable.Rows.Single(r => r.Name == name);
        (Tensor[] results, Tensor?[] grads) = Eager(row);
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        using var random = new Generator(11).UseOnThisThread();
        Variable[] inputs = row.Inputs.Select((t, i) => Input(main, $"in{i}", t.Shape, t)).ToArray();
        Tensor[] outputs = PythonCall.Flatten(row.Function([.. inputs])).ToArray();
        Variable[] targets = outputs.OfType<Variable>().Where(v => !v.StopGradient).ToArray();
        Variable?[] gradients = targets.Length == 0 ? [] : Trireme.Static.Static.Gradients(targets, Differentiated(inputs));
        Dictionary<string, Tensor> feed = Feed(row);
        List<FetchTarget> fetches = outputs.Select(o => (FetchTarget)Fetchable(main, o)).ToList();
        fetches.AddRange(gradients.OfType<Variable>().Select(g => (FetchTarget)g));
        var executor = new Executor();
        // The first run is interpreted, the second follows a plan where there can be one.
        for (int run = 0; run < 2; run++)
        {
            using var again = new Generator(11).UseOnThisThread();
            Tensor[] got = executor.Run(main, feed, fetches);
            Same(results, got[..results.Length], $"run {run}, result");
            Same(gradients.Select((g, i) => g is null ? null : grads[i]).OfType<Tensor>().ToArray(), got[results.Length..], $"run {run}, gradient");
            for (int i = 0; i < gradients.Length; i++)
                Assert.True(gradients[i] is not null || grads[i] is null || grads[i]!.ToArray<double>().All(v => v == 0), $"the program has no gradient for input {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AProgramComputesTheSameAfterSavingAndLoading(string name)
    {
        GradientRow row = GradientTable.Rows.Single(r => r.Name == name);
        (Tensor[] results, _) = Eager(row);
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable[] inputs = row.Inputs.Select((t, i) => Input(main, $"in{i}", t.Shape, t)).ToArray();
        Tensor[] outputs = PythonCall.Flatten(row.Function([.. inputs])).Select(o => Fetchable(main, o)).ToArray();
        FetchTarget[] fetches = outputs.Select(o => (FetchTarget)o).ToArray();
        // Such records are parts of gradients; in files their names are those of whole gradient operators.
        if (main.GlobalBlock().Ops.Any(o => o.Type.EndsWith("_grad", StringComparison.Ordinal)))
            return;
        Scope values = Executor.Bind(main, Scope.Global);
        byte[] program = ProgramFile.ToBytes(ProgramExport.Describe(main)), parameters = ParameterFiles.Bytes(ParameterFiles.Names(main), values);
        using var scope = new ScopeGuard(new Scope());
        Program loaded = Trireme.Static.Static.DeserializeProgram(program);
        Trireme.Static.Static.DeserializePersistables(loaded, parameters, new Executor());
        using var random = new Generator(11).UseOnThisThread();
        Tensor[] got = new Executor().Run(loaded, Feed(row).Where(p => loaded.GlobalBlock().HasVar(p.Key)).ToDictionary(), fetches);
        Same(results, got, "result");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void APlanForOneBatchIsNotUsedForAnother(string name)
    {
        GradientRow row = GradientTable.Rows.Single(r => r.Name == name);
        if (row.Inputs.FirstOrDefault(t => t.Shape.Rank > 0) is not { } first)
            return;
        bool[] changes = row.Inputs.Select(t => t.Shape.Rank > 0 && t.Shape[0] == first.Shape[0]).ToArray();
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        FetchTarget[] fetches;
        Dictionary<string, Tensor>[] feeds;
        Tensor[][] expected;
        try
        {
            using var random = new Generator(11).UseOnThisThread();
            Variable[] inputs = row.Inputs.Select((t, i) => Input(main, $"in{i}", changes[i] ? [-1, .. t.Shape.ToArray()[1..]] : t.Shape, t)).ToArray();
            Tensor[] outputs = PythonCall.Flatten(row.Function([.. inputs])).ToArray();
            Variable[] targets = outputs.OfType<Variable>().Where(v => !v.StopGradient).ToArray();
            Variable?[] gradients = targets.Length == 0 ? [] : Trireme.Static.Static.Gradients(targets, Differentiated(inputs));
            fetches = [.. outputs.Select(o => (FetchTarget)Fetchable(main, o)), .. gradients.OfType<Variable>().Select(g => (FetchTarget)g)];
            Dictionary<string, Tensor> small = Feed(row);
            feeds = [small, row.Inputs.Select((t, i) => ($"in{i}", changes[i] ? Paddle.Concat([t, t], 0).Detach() : t.Detach())).ToDictionary(p => p.Item1, p => p.Item2)];
            // An executor's first run is interpreted.
            expected = Array.ConvertAll(feeds, f => Seeded(new Executor(), main, f, fetches));
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            output.WriteLine($"left out: {name} is for one batch: {e.Message}");
            return;
        }
        var executor = new Executor();
        foreach (int which in new[] { 0, 0, 1, 1, 0, 1 })
            Same(expected[which], Seeded(executor, main, feeds[which], fetches), $"feed {which}");
    }

    private static Tensor[] Seeded(Executor executor, Program program, Dictionary<string, Tensor> feed, FetchTarget[] fetches)
    {
        using var random = new Generator(11).UseOnThisThread();
        return executor.Run(program, feed, fetches);
    }

    private static (Tensor[] Results, Tensor?[] Grads) Eager(GradientRow row)
    {
        using var random = new Generator(11).UseOnThisThread();
        Tensor[] point = row.Inputs.Select(t =>
        {
            Tensor own = t.Detach();
            own.StopGradient = t.DType != DType.Float64;
            return own;
        }).ToArray();
        Tensor[] results = PythonCall.Flatten(row.Function(point)).ToArray();
        Tensor[] targets = results.Where(r => !r.StopGradient).ToArray();
        Tensor?[] grads = targets.Length == 0 ? [] : BackwardPass.Grad(targets, Differentiated(point), [], false, false);
        return (results, grads);
    }

    private static T[] Differentiated<T>(T[] point)
        where T : Tensor
        => point.Where(t => t.DType == DType.Float64).ToArray();

    private static Variable Input(Program main, string name, Shape shape, Tensor like)
    {
        Variable variable = Trireme.Static.Static.Data(name, shape, like.DType);
        variable.StopGradient = like.DType != DType.Float64;
        return variable;
    }

    private static Dictionary<string, Tensor> Feed(GradientRow row) => row.Inputs.Select((t, i) => (t, i)).ToDictionary(p => $"in{p.i}", p => p.t.Detach());

    // A function may hand a constant through.
    private static Variable Fetchable(Program main, Tensor output) => output as Variable ?? main.Capture(output);

    private static void Same(Tensor[] expected, Tensor[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].DType, actual[i].DType);
            Assert.Equal(expected[i].Shape.ToArray(), actual[i].Shape.ToArray());
            double[] wanted = expected[i].Cast(DType.Float64).ToArray<double>(), got = actual[i].Cast(DType.Float64).ToArray<double>();
            // Attributes of files are of single precision.
            for (int j = 0; j < wanted.Length; j++)
                Assert.True(wanted[j].Equals(got[j]) || Math.Abs(wanted[j] - got[j]) <= 2e-6 * Math.Max(1, Math.Abs(wanted[j])), $"{what} {i}, element {j}: {wanted[j]:R} at once, {got[j]:R} in the program");
        }
    }
}
