using Trireme.Compiler.Planning;
using Trireme.NN;
using Trireme.Operators;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Static;

public sealed class PlanTests
{
    [Fact]
    public void AChainOfElementwiseOperatorsBecomesOne()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 5]), y = Trireme.Static.Static.Data("y", [5]);
        Tensor z = ((x * y + x).Tanh() * 0.5 - y).Exp();
        FlatPlan plan = Plan(main, Feed(), z);
        Assert.Equal(1, plan.StepCount);
        AssertSameAsInterpreted(main, plan, Feed(), z);
    }

    [Fact]
    public void TemporariesShareMemory()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 64]);
        Tensor z = x;
        for (int i = 0; i < 10; i++)
            z = F.Softmax(z);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Randn([4, 64]) };
        FlatPlan plan = Plan(main, feed, z);
        Assert.Equal(2 * 4 * 64 * sizeof(float), plan.ArenaBytes);
        AssertSameAsInterpreted(main, plan, feed, z);
    }

    [Fact]
    public void ATrainingStepWithRectifiersAndPoolsIsThatOfTheInterpreter()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Layer net;
        using (new Generator(2).UseOnThisThread())
            net = new Sequential(new Conv2D(1, 3, 3), new ReLU(), new MaxPool2D(2, 2), new Conv2D(3, 4, 3), new ReLU(), new MaxPool2D(2, 2), new Flatten(), new Linear(16, 6), new ReLU(), new Linear(6, 3));
        Variable x = Trireme.Static.Static.Data("x", [-1, 1, 14, 14]), y = Trireme.Static.Static.Data("y", [-1, 1], "int64");
        Tensor loss = F.CrossEntropy(net.Call(x), y);
        new Momentum(0.1, parameters: net.Parameters()).Minimize(loss);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Randn([6, 1, 14, 14]), ["y"] = Paddle.ToTensor(new long[,] { { 0 }, { 1 }, { 2 }, { 0 }, { 1 }, { 2 } }) };
        FlatPlan plan = Plan(main, feed, loss);
        // The maximum is taken before the rectifier, forward and backward.
        Op[] ops = plan.Operators.ToArray();
        Assert.True(Array.FindIndex(ops, o => o is Pool2DOp) < Array.FindIndex(ops, o => o is ReluOp));
        Assert.Contains(ops, o => o is FusedGemmEpilogueOp { Activation: "relu" });

        using var scope = new ScopeGuard(new Scope());
        var executor = new Executor();
        var planned = new List<double>();
        for (int i = 0; i < 6; i++)
            planned.Add(executor.Run(main, feed, [loss])[0].Item());
        using var other = new ScopeGuard(new Scope());
        var interpreted = new List<double>();
        for (int i = 0; i < 6; i++)
            interpreted.Add(new Executor().Run(main, feed, [loss])[0].Item());
        Assert.Equal(interpreted, planned);
        Assert.True(planned[5] < planned[0]);
    }

    [Fact]
    public void ATrainingStepAllocatesNothing()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 1, 28, 28]), y = Trireme.Static.Static.Data("y", [-1, 1], "int64");
        Layer net;
        using (new Generator(3).UseOnThisThread())
            net = new Sequential(new Conv2D(1, 6, 3, padding: 1), new ReLU(), new MaxPool2D(2, 2), new Conv2D(6, 16, 5), new ReLU(), new MaxPool2D(2, 2), new Flatten(),
                new Linear(400, 120), new Linear(120, 84), new Linear(84, 10));
        Tensor loss = F.CrossEntropy(net.Call(x), y);
        new Adam(0.001, parameters: net.Parameters()).Minimize(loss);
        var labels = new long[16, 1];
        for (int i = 0; i < 16; i++)
            labels[i, 0] = i % 10;
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Randn([16, 1, 28, 28]), ["y"] = Paddle.ToTensor(labels) };
        FlatPlan plan = Plan(main, feed, loss);
        var results = new[] { Paddle.Zeros(plan.Results[0].Shape) };
        for (int i = 0; i < 50; i++)
            plan.Run(feed, results);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            plan.Run(feed, results);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(6, 6)]
    public void AFrozenConvolutionTakesItsNormalizationBiasAndRectifier(int groups, int channels)
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 6, 9, 8]);
        using var seed = new Generator(4).UseOnThisThread();
        Layer net = new Sequential(new Conv2D(6, channels, 3, padding: 1, groups: groups), new BatchNorm2D(channels), new ReLU());
        net.Eval();
        Tensor z = net.Call(x);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Randn([2, 6, 9, 8]) * 0.5f };
        Executor.BindPersistables(main, Scope.Global);
        FlatPlan plan = Assert.IsType<FlatPlan>(ProgramPlanner.Current!.Plan(main, feed, [((Variable)z).Name], Scope.Global, isFrozen: true));
        Assert.Equal("fused_conv2d_add_act", Assert.Single(plan.Operators).Info.Type);
        AssertSameAsInterpreted(main, plan, feed, z);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void AFrozenConvolutionTakesWhatIsLedAroundItAndTheRectifierBehind(bool first, bool six)
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 6, 9, 8]);
        using var seed = new Generator(4).UseOnThisThread();
        Conv2D conv = new(6, 6, 3, padding: 1), around = new(6, 6, 1);
        var norm = new BatchNorm2D(6);
        norm.Eval();
        Tensor y = norm.Call(conv.Call(x)), r = around.Call(x), sum = first ? y + r : r + y;
        Tensor z = six ? F.Relu6(sum) : F.Relu(sum);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Randn([2, 6, 9, 8]) * 0.5f };
        Executor.BindPersistables(main, Scope.Global);
        FlatPlan plan = Assert.IsType<FlatPlan>(ProgramPlanner.Current!.Plan(main, feed, [((Variable)z).Name], Scope.Global, isFrozen: true));
        Assert.Equal(2, plan.Operators.Count());
        Assert.Equal("fused_conv2d_add_act", plan.Operators.Last().Info.Type);
        AssertSameAsInterpreted(main, plan, feed, z);
    }

    [Fact]
    public void ShapesThatDependOnValuesAreLeftToTheInterpreter()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1]);
        Tensor z = x.MaskedSelect(x > 0) * 2;
        var executor = new Executor();
        foreach (float[] values in new float[][] { [1, -1, 2], [3, -1, -2], [-1, -1, -1, 4] })
        {
            Tensor[] result = executor.Run(main, new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(values) }, [z]);
            Assert.Equal(values.Where(v => v > 0).Select(v => 2 * v), result[0].ToArray<float>());
        }
    }

    private static Dictionary<string, Tensor> Feed() => new() { ["x"] = Paddle.Randn([3, 5]), ["y"] = Paddle.Randn([5]) };

    private static FlatPlan Plan(Program program, Dictionary<string, Tensor> feed, Tensor result)
    {
        Executor.BindPersistables(program, Scope.Global);
        return Assert.IsType<FlatPlan>(ProgramPlanner.Current!.Plan(program, feed, [((Variable)result).Name], Scope.Global));
    }

    // The first run of an executor is always interpreted.
    private static void AssertSameAsInterpreted(Program program, FlatPlan plan, Dictionary<string, Tensor> feed, Tensor result)
    {
        Tensor expected = new Executor().Run(program, feed, [result])[0];
        Tensor actual = Paddle.Zeros(expected.Shape);
        plan.Run(feed, [actual]);
        float[] wanted = expected.ToArray<float>(), got = actual.ToArray<float>();
        for (int i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], got[i], 1e-6f);
    }
}
