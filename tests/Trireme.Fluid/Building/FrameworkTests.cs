using Trireme.Fluid;
using Trireme.NN;
using Trireme.Operators;
using Trireme.Programs;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;
using Graph = Trireme.Static.Static;

namespace Trireme.Tests.Fluid.Building;

/// <summary>The classes around programs: attributes of parameters and variables, operators by name, scopes, names, halves of Minimize.</summary>
public sealed class FrameworkTests : IDisposable
{
    private readonly LayerProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    public void ANormedWeightBeginsAsItsDirectionAndTrainsThroughBothParts(int? dim)
    {
        Tensor x = Layers.Data("x", [4]);
        Tensor y = Layers.Fc(x, 3, paramAttr: Api.WeightNormParamAttr(dim, name: "w"), biasAttr: false);
        Tensor loss = Layers.ReduceSum(Layers.Square(y));
        Assert.Equal(["w_g", "w_v"], _program.ParameterNames().Order());
        _program.Start();
        Tensor direction = _program.Parameter("w_v"), size = _program.Parameter("w_g");
        Tensor input = Given.Numbers([2, 4]);
        double[][] expected = Given.Rows(Paddle.Matmul(input, direction));
        Given.Near(expected, _program.Run(new() { ["x"] = input }, y)[0]);
        Assert.Equal(dim is null ? [1, 1] : dim == 0 ? [4, 1] : [1, 3], size.Shape.ToArray());
        _program.Trains(loss, new() { ["x"] = input }, 5e-3);
    }

    [Fact]
    public void ALayerThatRunsEagerlyRefusesANormedWeight()
        => Assert.Contains("WeightNormParamAttr", Assert.Throws<InvalidArgumentException>(() => new Linear(2, 2, new WeightNormParamAttr(0))).Message);

    [Fact]
    public void AnErrorClipLimitsTheSumOfWhatArrivesBeforeItGoesOn()
    {
        Tensor x = Layers.Data("x", [3]);
        x.StopGradient = false;
        var middle = (Variable)(x * 2);
        middle.ErrorClip = Clip.ErrorClipByValue(1.5, -0.5);
        Tensor loss = Layers.ReduceSum(middle) + Layers.ReduceSum(middle * -3) + Layers.ReduceSum(middle * middle);
        Variable gradient = Graph.Gradients([loss], [x])[0]!;
        Tensor result = _program.Run(new() { ["x"] = Paddle.ToTensor(new float[] { -1, 0.75f, 3 }).Reshape([1, 3]) }, gradient)[0];
        // d/dm = 1 - 3 + 2m: -6, 1, 10; limited: -0.5, 1, 1.5; times 2.
        Assert.Equal([-1, 2, 3], result.ToArray<float>());
        Assert.Throws<InvalidArgumentException>(() => Clip.ErrorClipByValue(-1));
    }

    [Fact]
    public void AParametersOwnLimitTakesThePlaceOfTheCommonOne()
    {
        Tensor a = Layers.CreateParameter([2], "float32", "a", Api.ParamAttr(gradientClip: Clip.GradientClipByValue(0.25)),
            defaultInitializer: Initializer.Constant(0));
        Tensor b = Layers.CreateParameter([1], "float32", "b", Api.ParamAttr(gradientClip: Clip.GradientClipByGlobalNorm(5, "pair")),
            defaultInitializer: Initializer.Constant(0));
        Tensor c = Layers.CreateParameter([1], "float32", "c", Api.ParamAttr(gradientClip: Clip.GradientClipByGlobalNorm(5, "pair")),
            defaultInitializer: Initializer.Constant(0));
        Tensor d = Layers.CreateParameter([1], "float32", "d", defaultInitializer: Initializer.Constant(0));
        Tensor loss = Layers.ReduceSum(a * 3) + Layers.ReduceSum(b * 6) + Layers.ReduceSum(c * 8) + Layers.ReduceSum(d * 4);
        Clip.SetGradientClip(Clip.GradientClipByValue(2));
        Trireme.Fluid.Optimizer.SGD(1.0).Minimize(loss);
        _program.Start();
        _program.Run([], loss);
        float[] At(string name) => _program.Parameter(name).ToArray<float>();
        Assert.Equal([-0.25f, -0.25f], At("a"));
        // 6 and 8 have the length 10 together: both are halved.
        Assert.Equal(-3, At("b")[0], 1e-6);
        Assert.Equal(-4, At("c")[0], 1e-6);
        Assert.Equal([-2f], At("d"));
    }

    [Fact]
    public void OperatorsCanBeAppendedByPaddlesNames()
    {
        var x = (Variable)Layers.Data("x", [3]);
        Block block = _program.Main.GlobalBlock();
        var weight = (Variable)block.CreateParameter([3, 2], "float32", "w");
        Variable product = block.CreateVar("product"), scaled = block.CreateVar("scaled");
        block.AppendOp("mul", new Dictionary<string, TensorList> { ["X"] = x, ["Y"] = weight }, new Dictionary<string, TensorList> { ["Out"] = product });
        Operator op = block.AppendOp("scale", new Dictionary<string, TensorList> { ["X"] = product }, new Dictionary<string, TensorList> { ["Out"] = scaled },
            new Dictionary<string, object> { ["scale"] = 3f });
        Assert.Equal([-1, 2], scaled.Shape.ToArray());
        Assert.Equal(block.Ops.Count - 1, op.Idx);
        Assert.Equal(AttrType.Float, op.AttrType("scale"));
        Assert.Equal(AttrType.Boolean, op.AttrType("bias_after_scale"));
        Assert.Equal(3.0, Convert.ToDouble(op.AllAttrs()["scale"]));
        Assert.Equal(op.ToString(), op.ToString(throwOnError: true));
        Assert.Equal(["w"], block.IterParameters().Select(p => p.Name));
        _program.Start();
        Tensor input = Given.Numbers([2, 3]);
        Given.Near(Given.Rows(Paddle.Matmul(input, _program.Parameter("w")) * 3), _program.Run(new() { ["x"] = input }, scaled)[0]);

        Assert.Contains("'mull'", Assert.Throws<InvalidArgumentException>(() => block.AppendOp("mull")).Message);
        Assert.Contains("needs the input Y", Assert.Throws<InvalidArgumentException>(
            () => block.AppendOp("mul", new Dictionary<string, TensorList> { ["X"] = x })).Message);
        Assert.Contains("factor", Assert.Throws<InvalidArgumentException>(() => block.AppendOp("scale", new Dictionary<string, TensorList> { ["X"] = product },
            new Dictionary<string, TensorList> { ["Out"] = scaled }, new Dictionary<string, object> { ["factor"] = 3f })).Message);
    }

    [Fact]
    public void TheHalvesOfMinimizeAreTheWhole()
    {
        float[] Train(Action<Optimizers.Optimizer, Tensor> minimize)
        {
            using var program = new LayerProgram();
            Tensor w = Layers.CreateParameter([3], "float32", "w", defaultInitializer: Initializer.Constant(0.5));
            Tensor loss = Layers.ReduceSum(Layers.Square(w * Layers.Data("x", [3], appendBatchSize: false)));
            Optimizers.Adam adam = Trireme.Fluid.Optimizer.Adam(0.1);
            minimize(adam, loss);
            Assert.Contains(adam.GetOptiVarNameList(), n => n.StartsWith("w_moment1", StringComparison.Ordinal));
            program.Start();
            var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(new float[] { 1, 2, -3 }) };
            for (int i = 0; i < 3; i++)
                new Executor().Run(program.Main, feed, fetchList: [loss], feedVarName: "feed", useProgramCache: true);
            return program.Parameter("w").ToArray<float>();
        }

        float[] whole = Train((o, loss) => o.Minimize(loss));
        Assert.Equal(whole, Train((o, loss) => o.ApplyOptimize(loss, null, o.Backward(loss, parameterList: null))));
        Assert.Equal(whole, Train((o, loss) => o.ApplyGradients(o.Backward(loss))));
        Assert.Equal(whole, Train((o, loss) => o.Minimize(loss, gradClip: DygraphGradClip.GradClipByValue(1e6))));
    }

    [Fact]
    public void InDygraphMinimizeTakesALimit()
    {
        using IDisposable guard = Dygraph.Guard();
        var layer = new Linear(2, 1, biasAttr: false);
        float[] before = layer.Weight.ToArray<float>();
        Tensor loss = layer.Call(Dygraph.ToVariable(new float[,] { { 3, -4 } }, name: "x")).Sum();
        loss.Backward(new Dygraph.BackwardStrategy { SortSumGradient = true });
        Assert.Equal([3, -4], layer.Weight.Gradient()!.ToArray<float>());
        Trireme.Fluid.Optimizer.SGD(1.0, parameterList: layer.Parameters()).Minimize(loss, gradClip: DygraphGradClip.GradClipByGlobalNorm(1));
        Assert.Equal(before[0] - 0.6, layer.Weight.ToArray<float>()[0], 1e-6);
        Assert.Equal(before[1] + 0.8, layer.Weight.ToArray<float>()[1], 1e-6);
    }

    [Fact]
    public void LambTakesAPenaltyBesideItsDecay()
    {
        // The penalty is part of the gradient: with the gradient of half the squared length it is the same.
        float[] Train(bool penalty)
        {
            using var program = new LayerProgram();
            Tensor w = Layers.CreateParameter([3], "float32", "w", defaultInitializer: Initializer.NumpyArrayInitializer(new float[] { 1, -2, 3 }));
            Tensor loss = Layers.ReduceSum(w * 0.5);
            if (!penalty)
                loss += Layers.ReduceSum(Layers.Square(w)) * 0.05;
            Trireme.Fluid.Optimizer.Lamb(0.1, regularization: penalty ? 0.1 : (Optimizers.WeightDecay?)null).Minimize(loss);
            program.Start();
            program.Run([], loss);
            return program.Parameter("w").ToArray<float>();
        }

        float[] with = Train(true), without = Train(false);
        for (int i = 0; i < 3; i++)
            Assert.Equal(without[i], with[i], 1e-5);
    }

    [Fact]
    public async Task NamesOfOneGuardAreNotSeenElsewhere()
    {
        async Task<string[]> Build()
        {
            using IDisposable guard = Api.UniqueName.Guard();
            var names = new List<string>();
            for (int i = 0; i < 50; i++)
            {
                names.Add(Api.UniqueName.Generate("w"));
                await Task.Yield();
            }
            return [.. names];
        }

        string[][] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Build)));
        Assert.All(all, names => Assert.Equal(Enumerable.Range(0, 50).Select(i => $"w_{i}"), names));
    }

    [Fact]
    public void GeneratorsOfNamesCanBeSwitched()
    {
        using IDisposable outer = Api.UniqueName.Guard();
        Api.UniqueName.Generate("fc");
        UniqueNameGenerator before = Api.UniqueName.Switch();
        Assert.Equal("fc_0", Api.UniqueName.Generate("fc"));
        Api.UniqueName.Switch(before);
        Assert.Equal("fc_1", Api.UniqueName.Generate("fc"));
        using (Api.UniqueName.Guard("A"))
            Assert.Equal("Afc_0", Api.UniqueName.Generate("fc"));
        Assert.Equal("fc_2", Api.UniqueName.Generate("fc"));
    }

    [Fact]
    public void ScopesForgetTheScopesInsideThem()
    {
        var scope = new Scope();
        Scope kid = scope.NewScope(), grandchild = kid.NewScope();
        scope.Var("outer").Set(Paddle.Ones([1]));
        kid.Var("inner").Set(Paddle.Ones([2]));
        grandchild.Var("innermost").Set(Paddle.Ones([2]));
        Assert.NotNull(grandchild.FindVar("outer"));
        scope.DropKids();
        Assert.Null(kid.FindVar("inner"));
        Assert.Null(grandchild.FindVar("innermost"));
        Assert.NotNull(scope.FindVar("outer"));
    }

    [Fact]
    public void TensorsAndListsInScopesCanBeSet()
    {
        var scope = new Scope();
        scope.Var("x").Set(Paddle.Zeros([2]));
        Tensor x = scope.FindVar("x")!.GetTensor();
        x.Set(new float[] { 1, 2 }, Api.CPUPlace());
        Assert.Equal([1, 2], x.ToArray<float>());
        x.Set(new long[,] { { 3 }, { 4 }, { 5 } });
        Assert.Equal([3, 1], x.Shape.ToArray());
        TensorArray list = Api.LoDTensorArray();
        list.Append(x);
        scope.Var("list").Set(list);
        Assert.Same(x, Assert.Single(scope.FindVar("list")!.GetLodTensorArray()));
    }

    [Fact]
    public void AProgramComesBackFromItsBytes()
    {
        Tensor x = Layers.Data("x", [3]), y = Layers.Relu(x * 2);
        Program parsed = Program.ParseFromString(Graph.SerializeProgram([x], [y], _program.Main));
        Tensor input = Given.Numbers([2, 3]);
        Assert.Equal(_program.Run(new() { ["x"] = input }, y)[0].ToArray<float>(),
            new Executor().Run(parsed, new Dictionary<string, Tensor> { ["x"] = input }, [y.Name])[0].ToArray<float>());
    }

    [Fact]
    public void ACompiledProgramForInferenceLeavesTrainingOut()
    {
        Tensor x = Layers.Data("x", [3]);
        Tensor y = Layers.Fc(Layers.Dropout(x, 0.5), 2, paramAttr: Api.ParamAttr("w"));
        Trireme.Fluid.Optimizer.SGD(1.0).Minimize(Layers.Mean(y));
        _program.Start();
        CompiledProgram compiled = Api.CompiledProgram(_program.Main).WithInferenceOptimize(new Inference.Config());
        float[] before = _program.Parameter("w").ToArray<float>();
        var feed = new Dictionary<string, Tensor> { ["x"] = Given.Numbers([2, 3]) };
        float[] first = new Executor().Run(compiled, feed, [y])[0].ToArray<float>();
        Assert.Equal(first, new Executor().Run(compiled, feed, [y])[0].ToArray<float>());
        Assert.Equal(before, _program.Parameter("w").ToArray<float>());
        Assert.Throws<InvalidArgumentException>(
            () => Api.CompiledProgram(_program.Main).WithDataParallel(buildStrategy: new BuildStrategy { NumTrainers = 2 }));
    }

    [Fact]
    public void ANetworkOfTheOldApiHasItsMembers()
    {
        using IDisposable guard = Dygraph.Guard();
        OldNetwork Make()
        {
            using IDisposable names = Api.UniqueName.Guard();
            return new OldNetwork();
        }

        OldNetwork net = Make(), other = Make();
        Assert.Equal(2, net.Sublayers(includeSublayers: false).Count);
        Tensor x = Paddle.Ones([1, 2]), y = net.Forward(x);
        other.LoadDict(net.StateDict().Values.ToDictionary(p => p.Name));
        Assert.Equal(y.ToArray<float>(), other.Forward(x).ToArray<float>());
        Assert.Equal([0], net.CreateVariable("later").Shape.ToArray());
        Assert.Throws<PreconditionNotMetException>(() => net.Backward());
        Assert.Equal([2, 3], net.Own.Shape.ToArray());
    }

    private sealed class OldNetwork : Dygraph.Layer
    {
        public OldNetwork()
            : base("old")
            => Own = CreateParameter(null, [2, 3], DType.Float32);

        public Parameter Own { get; }

        public Linear First { get; } = new(2, 2);

        public Linear Second { get; } = new(2, 2);

        public override Tensor Forward(Tensor input) => Second.Call(First.Call(input));
    }
}
