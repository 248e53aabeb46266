using Trireme.NN;
using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Jit;

public sealed partial class ControlFlowTests
{
    public static TheoryData<string, float> Cases()
    {
        var data = new TheoryData<string, float>();
        foreach (string name in Functions.Keys)
        {
            foreach (float value in new[] { -3f, -0.5f, 0.5f, 2f, 7f })
                data.Add(name, value);
        }
        return data;
    }

    private static Dictionary<string, (Func<Tensor, Tensor> Eager, Func<Tensor, Tensor> Static)> Functions { get; } = new()
    {
        ["returns"] = (Returns, ReturnsStatic),
        ["early"] = (Early, EarlyStatic),
        ["join"] = (Join, JoinStatic),
        ["nested"] = (Nested, NestedStatic),
        ["loop"] = (Loop, LoopStatic),
        ["for"] = (ForLoop, ForLoopStatic),
        ["do"] = (DoLoop, DoLoopStatic),
        ["choice"] = (Choice, ChoiceStatic),
        ["mixed"] = (Mixed, MixedStatic),
        ["calls"] = (Calls, CallsStatic),
        ["unrolled"] = (Unrolled, UnrolledStatic),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void AProgramDoesWhatTheCodeSays(string name, float value)
    {
        (Func<Tensor, Tensor> eager, Func<Tensor, Tensor> converted) = Functions[name];
        StaticFunction program = Trireme.Jit.ToStatic(converted);
        // The program is recorded for another value: the condition decides in each run.
        program.Call(Paddle.Full([2], 1.5f));
        (float[] Value, float[] Grad) Run(Func<Tensor, Tensor> f)
        {
            Tensor x = Paddle.ToTensor(new[] { value, value + 1 });
            x.StopGradient = false;
            Tensor y = f(x);
            y.Sum().Backward();
            return (y.ToArray<float>(), x.Grad!.ToArray<float>());
        }

        (float[] Value, float[] Grad) expected = Run(eager), direct = Run(converted), recorded = Run(program.Call);
        Assert.Equal(expected.Value, direct.Value);
        Assert.Equal(expected.Grad, direct.Grad);
        Assert.Equal(expected.Value, recorded.Value);
        Assert.Equal(expected.Grad, recorded.Grad);
        Assert.Equal(1, program.ProgramCount);
    }

    [Fact]
    public void ALayerWhoseForwardBranchesIsSavedWithBothBranches()
    {
        var layer = new Gate();
        string folder = Directory.CreateTempSubdirectory("trireme").FullName;
        try
        {
            string path = Path.Combine(folder, "gate");
            Trireme.Jit.Save(layer, path, new InputSpec([-1, 2]));
            TranslatedLayer loaded = Trireme.Jit.Load(path);
            foreach (float value in new[] { -1f, 1f })
            {
                Tensor x = Paddle.Full([3, 2], value);
                float[] expected = Trireme.Jit.NotToStatic(new Gate { Weight = layer.Weight }).Call(x).ToArray<float>();
                Assert.Equal(expected, layer.Call(x).ToArray<float>());
                Assert.Equal(expected, loaded.Call(x).ToArray<float>());
            }
            Assert.Contains(loaded.Program().GlobalBlock().Ops, o => o.Type == "conditional_block");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void AConditionOnAVariableSaysWhatToWrite()
    {
        StaticFunction f = Trireme.Jit.ToStatic((Tensor x) =>
        {
            if (x.Sum() > 0)
                return x;
            return -x;
        });
        var error = Assert.Throws<PreconditionNotMetException>(() => f.Call(Paddle.Ones([2])));
        Assert.Contains("Static.NN.Cond", error.Message);
        Assert.Throws<InvalidArgumentException>(() => Paddle.Ones([2]) > 0 ? 1 : 2);
        Assert.True(Paddle.Ones([1]) > 0 && Paddle.Ones([1]) < 2 ? true : false);
    }

    [ToStatic]
    private static Tensor Returns(Tensor x)
    {
        if (x.Mean() > 0)
            return x * 2;
        else
            return x - 1;
    }

    [ToStatic]
    private static Tensor Early(Tensor x)
    {
        if (x.Mean() < -1)
            return x * 5;
        Tensor y = x + 1;
        if (y.Mean() > 3)
        {
            y = y * y;
            if (y.Max() > 40)
                return y * 0.5;
            y = y - 1;
        }
        return y * x;
    }

    [ToStatic]
    private static Tensor Join(Tensor x)
    {
        Tensor y = x * 3, z;
        if (x.Mean() > 1)
        {
            y = y + x;
            z = x * x;
        }
        else
        {
            Tensor half = x * 0.5;
            z = half - y;
        }
        return y * z;
    }

    [ToStatic]
    private static Tensor Nested(Tensor x)
    {
        Tensor y = x;
        if (x.Mean() > 0)
        {
            if (x.Mean() > 4)
                y = y * 10;
            else if (x.Mean() > 1)
                y = y * 7;
            y = y + 1;
        }
        return y + x;
    }

    [ToStatic]
    private static Tensor Loop(Tensor x)
    {
        Tensor y = x;
        while (y.Mean() < 20)
        {
            Tensor step = y.Abs() + 1;
            y = y + step;
        }
        return y;
    }

    [ToStatic]
    private static Tensor ForLoop(Tensor x)
    {
        Tensor y = x;
        for (Tensor i = Paddle.Zeros([1]); i < x.Mean(); i = i + 1)
        {
            if (i > 1)
                y = y * 1.5;
            else
                y = y + i + x;
        }
        return y;
    }

    [ToStatic]
    private static Tensor DoLoop(Tensor x)
    {
        Tensor y;
        Tensor factor = Paddle.Ones([1]);
        do
        {
            factor = factor * 2;
            y = x * factor;
        }
        while (y.Abs().Sum() < 30);
        return y;
    }

    [ToStatic]
    private static Tensor Choice(Tensor x) => x.Mean() > 0 && (x.Mean() < 5 || !(x.Max() < 100)) ? x * 3 : (x.Sum() > 3).Item<bool>() ? x * x : -x;

    [ToStatic]
    private static Tensor Mixed(Tensor x)
    {
        bool twice = true;
        if (twice)
        {
            if (x.Max() > 2)
                return x * 2;
            twice = false;
        }
        return twice ? x : x + 10;
    }

    [ToStatic]
    private static Tensor Calls(Tensor x) => Returns(Join(x)) + 1;

    [ToStatic]
    private static Tensor Unrolled(Tensor x)
    {
        for (int i = 0; i < 3; i++)
        {
            if (x.Mean() > i)
                x = x * (i + 1);
        }
        return x;
    }

    private sealed partial class Gate : Layer
    {
        public Parameter Weight { get; set; } = null!;

        public Gate() => Weight = CreateParameter([2, 2]);

        [ToStatic]
        public override Tensor Forward(Tensor input)
        {
            Tensor y = input.Matmul(Weight);
            if (input.Sum() > 0)
                y = y * 2 + 1;
            return y;
        }
    }
}
