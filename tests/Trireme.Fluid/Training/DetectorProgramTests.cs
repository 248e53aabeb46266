using Trireme.Fluid;
using Trireme.IO;
using Trireme.Random;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Fluid.Training;

/// <summary>A detector's whole training program as fluid 1.7 saved it: it reads by itself, computes its learning rate, and trains.</summary>
public sealed class DetectorProgramTests(ITestOutputHelper output)
{
    [Fact]
    public void TheProgramReadsAndTrains()
    {
        if (SharedData.Find("data/paddle-files/ssd-training-program-1.7/best_model.pdmodel", output) is not { } file)
            return;
        using var guard = new ScopeGuard(new Scope());
        Program program = Trireme.Static.Static.DeserializeProgram(File.ReadAllBytes(file));
        Assert.Equal(846, program.Blocks.Sum(b => b.Ops.Count));
        string loss = program.GlobalBlock().Ops.Last(o => o.Role.HasFlag(OpRole.Loss) && !o.Role.HasFlag(OpRole.Backward)).Output("Out")[0];
        string[] parameters = program.GlobalBlock().Ops.Where(o => o.Type == "rmsprop").Select(o => o.Input("Param")[0]).ToArray();
        Initialize(program, parameters);
        using PyReader reader = PyReader.Of(program);
        reader.DecorateSampleListGenerator(Batches);
        reader.Start();
        Dictionary<string, float[]> before = parameters.ToDictionary(p => p, Values);
        var executor = new Executor();
        var losses = new List<float>();
        for (int step = 0; step < 2; step++)
            losses.Add(executor.Run(program, fetchList: [loss])[0].Item<float>());
        output.WriteLine(string.Join(" ", losses));
        Assert.All(losses, l => Assert.True(float.IsFinite(l) && l > 0));
        Assert.All(parameters, p => Assert.All(Values(p), v => Assert.True(float.IsFinite(v))));
        string[] still = parameters.Where(p => Values(p).AsSpan().SequenceEqual(before[p])).ToArray();
        Assert.Empty(still);
        Assert.Throws<EOFException>(() => executor.Run(program, fetchList: [loss]));
        Assert.Contains("'image'", Assert.Throws<InvalidArgumentException>(() => PyReader.Of(program, "image")).Message);

        static float[] Values(string name) => Scope.Global.FindVar(name)!.GetTensor().ToArray<float>();
    }

    // The same batch of two images twice: a box of the size and at the place of a prior of each of the six layers, so that all of them learn places.
    private static IEnumerable<IReadOnlyList<Sample>> Batches()
    {
        var random = new System.Random(7);
        float[][] images = [Noise(), Noise()];
        (float Center, float Size)[] priors = [(0.5f, 0.2f), (0.45f, 0.35f), (0.5f, 0.5f), (0.5f, 0.65f), (0.25f, 0.8f), (0.5f, 0.95f)];
        float[][] boxes = Array.ConvertAll(priors, p => Array.ConvertAll(new[] { -0.5f, -0.5f, 0.52f, 0.48f }, side => p.Center + (side * p.Size)));
        for (int i = 0; i < 2; i++)
            yield return images.Select(image => new Sample(image, boxes, boxes.Select((_, j) => new[] { 1 + (j % 2) }).ToArray())).ToArray();

        float[] Noise() => Enumerable.Range(0, 3 * 300 * 300).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
    }

    // The weights are not among the files: what the startup program would have drawn.
    private static void Initialize(Program program, string[] parameters)
    {
        using var seed = new Generator(1).UseOnThisThread();
        foreach (Variable variable in program.ListVars().Where(v => v.Persistable && v.Type == VarType.LodTensor))
        {
            string name = variable.Name;
            Shape shape = variable.Shape;
            Tensor value = name == "@LR_DECAY_COUNTER@" ? Paddle.Zeros(shape, variable.DType)
                : name == "learning_rate" ? Paddle.Full(shape, 1e-3, variable.DType)
                : name.EndsWith("_variance") || name.EndsWith("bn_scale") ? Paddle.Ones(shape)
                : shape.Rank == 4 && parameters.Contains(name) ? Paddle.Normal(0, Math.Sqrt(2.0 / (shape.Numel / shape[0])), shape)
                : Paddle.Zeros(shape, variable.DType);
            value.Persistable = true;
            Scope.Global.Var(name).Set(value);
        }
    }
}
