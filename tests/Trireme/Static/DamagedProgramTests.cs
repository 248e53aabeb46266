using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.NN;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit;
using Xunit.Abstractions;

namespace Trireme.Tests.Static;

/// <summary>Damaged model files are refused with a clear message, or run; nothing crashes, hangs or asks for absurd amounts of memory.</summary>
public sealed class DamagedProgramTests(ITestOutputHelper output)
{
    // No program here computes more than this; what asks for more was told so by damage.
    private const long MostElements = 1 << 20;

    [Theory]
    [InlineData("mnist-lenet-2.2/mnist.pdmodel", 1)]
    [InlineData("mnist-mlp-fluid-2.1/__model__", 2)]
    [InlineData("uci-housing-fluid-1.7/__model__", 3)]
    public void RealProgramsSurviveDamage(string file, int seed)
    {
        if (SharedData.Find("data/paddle-files/" + file, output) is not { } path)
            return;
        byte[] good = File.ReadAllBytes(path);
        Survive(good, 250, 30, seed);
    }

    [Fact]
    public void ASavedProgramSurvivesDamage()
    {
        byte[] good = Saved();
        Attempt(good);
        Survive(good, 400, 60, 5);
    }

    [Theory]
    [InlineData("conv2d", "strides", 0)]
    [InlineData("conv2d", "strides", -1)]
    [InlineData("conv2d", "paddings", int.MaxValue)]
    [InlineData("conv2d", "paddings", int.MinValue)]
    [InlineData("conv2d", "paddings", 100_000)]
    [InlineData("conv2d", "dilations", 0)]
    [InlineData("conv2d", "dilations", int.MaxValue)]
    [InlineData("conv2d", "groups", 0)]
    [InlineData("conv2d", "groups", -1)]
    [InlineData("conv2d", "groups", int.MaxValue)]
    [InlineData("pool2d", "ksize", 0)]
    [InlineData("pool2d", "ksize", int.MaxValue)]
    [InlineData("pool2d", "strides", 0)]
    [InlineData("pool2d", "strides", int.MinValue)]
    [InlineData("pool2d", "paddings", int.MaxValue)]
    [InlineData("flatten_contiguous_range", "start_axis", 99)]
    [InlineData("flatten_contiguous_range", "stop_axis", int.MinValue)]
    [InlineData("softmax", "axis", -99)]
    [InlineData("fill_constant", "shape", int.MaxValue)]
    [InlineData("fill_constant", "shape", -2)]
    [InlineData("transpose2", "axis", 7)]
    public void AbsurdAttributesAreRefusedBeforeWorkStarts(string type, string attribute, int value)
    {
        ProgramDescription program = ProgramFile.Read(Saved(), "saved");
        OperatorDescription op = program.Blocks[0].Operators.First(o => o.Type == type);
        op.Attributes[attribute] = op.Attributes[attribute].Value switch
        {
            int[] many => Enumerable.Repeat(value, many.Length).ToArray(),
            long[] many => Enumerable.Repeat((long)value, many.Length).ToArray(),
            long => (long)value,
            _ => value,
        };
        string error = Assert.Throws<RefusedException>(() => Attempt(ProgramFile.ToBytes(program))).Message;
        output.WriteLine(error);
        Assert.Contains(type, error, StringComparison.Ordinal);
    }

    [Fact]
    public void BlocksInCirclesAreRefused()
    {
        ProgramDescription program = ProgramFile.Read(Saved(), "saved");
        program.Blocks[0].Operators[1].Attributes["sub_block"] = new BlockReference(0);
        // Reader and writer judge by the same rules.
        Assert.Contains("block itself", Assert.Throws<InvalidArgumentException>(() => ProgramFile.ToBytes(program)).Message, StringComparison.Ordinal);
    }

    private static byte[] Saved()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        using var scope = new ScopeGuard(new Scope());
        using Random.Generator.Override random = new Random.Generator(3).UseOnThisThread();
        var net = new Sequential(new Conv2D(4, 4, 3, groups: 2), new BatchNorm2D(4), new ReLU(), new MaxPool2D(2, 2), new Flatten(), new Linear(16, 4), new Softmax());
        Variable x = Trireme.Static.Static.Data("x", [-1, 4, 6, 6]);
        using Recorder.Mode on = Recorder.Set(on: true);
        Tensor y = net.Call(x).Transpose([1, 0]) + Paddle.Full([1], 2f);
        return Trireme.Static.Static.SerializeProgram([x], [y], main);
    }

    private void Survive(byte[] good, int mutations, int prefixes, int seed)
    {
        IEnumerable<byte[]> files = Mutations.Of(good, mutations, seed).Concat(Mutations.Prefixes(good, prefixes));
        // A program runs as well: what it computes is limited by MostElements, not by the size of its file.
        int refused = Mutations.Survive<RefusedException>(files, Attempt, slack: 64 << 20);
        output.WriteLine($"{refused} of {mutations + prefixes} refused");
        Assert.True(refused > 0);
    }

    /// <summary>Reads a program and runs it once.</summary>
    private static void Attempt(byte[] file)
    {
        try
        {
            Program program = Trireme.Static.Static.DeserializeProgram(file);
            using var scope = new ScopeGuard(new Scope());
            var feed = new Dictionary<string, Tensor>();
            foreach (Variable variable in program.ListVars())
            {
                int[] dims = Array.ConvertAll(variable.Shape.ToArray(), d => d < 0 ? 2 : d);
                bool isSmall = dims.Aggregate(1L, (a, b) => Math.Min(a * b, MostElements + 1)) <= MostElements;
                if (variable.Type != VarType.LodTensor || variable.DType.Kind == DTypeKind.Undefined || !isSmall)
                    continue;
                if (variable.Persistable)
                    Scope.Global.Var(variable.Name).Set(Paddle.Full(dims, 1, variable.DType));
                else if (variable.IsData)
                    feed[variable.Name] = Paddle.Full(dims, 1, variable.DType);
            }
            string[] fetches = program.GlobalBlock().Ops.Where(o => o.Record is FetchOp).SelectMany(o => o.InputArgNames).ToArray();
            var executor = new Executor();
            executor.Run(program, feed, Array.ConvertAll(fetches, f => (FetchTarget)f));
        }
        catch (Exception e) when (e is InvalidFileException or InvalidArgumentException or ProgramRunException or PreconditionNotMetException or OutOfRangeException)
        {
            throw new RefusedException(e);
        }
    }

    /// <summary>A program was refused by one of the errors that say why.</summary>
    private sealed class RefusedException(Exception why) : Exception(why.Message, why);
}
