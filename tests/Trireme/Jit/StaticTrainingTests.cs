using Trireme.Callbacks;
using Trireme.IO;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Optimizers.LR;
using Trireme.Programs;
using Trireme.Random;
using Trireme.Static;
using Xunit;

namespace Trireme.Tests.Jit;

/// <summary>A model in static mode trains by one program, updates included, and the parameters come out as in eager mode to the last bit.</summary>
public sealed class StaticTrainingTests : IDisposable
{
    private static readonly Dictionary<string, Func<List<Parameter>?, Optimizer>> Optimizers = new()
    {
        ["sgd"] = p => new SGD(0.05, p is null ? null : (ParameterSet)p),
        ["sgd, decay, clip by value, schedule"] = p =>
            new SGD(new StepDecay(0.1, 2, 0.5), p is null ? null : (ParameterSet)p, 0.01, gradClip: new ClipGradByValue(0.05)),
        ["momentum, decay, clip by norm"] = p =>
            new Momentum(0.05, 0.9, p is null ? null : (ParameterSet)p, useNesterov: true, weightDecay: 0.02, gradClip: new ClipGradByNorm(0.1)),
        ["adam, decay, clip by global norm, schedule"] = p =>
            new Adam(new CosineAnnealingDecay(0.02, 5), parameters: p is null ? null : (ParameterSet)p, weightDecay: 0.01,
            gradClip: new ClipGradByGlobalNorm(0.5)),
        ["adamw, schedule of steps"] = p =>
            new AdamW(new PiecewiseDecay([2, 4], [0.01, 0.005, 0.001]), parameters: p is null ? null : (ParameterSet)p, weightDecay: 0.1),
        ["rmsprop"] = p => new RMSProp(0.01, parameters: p is null ? null : (ParameterSet)p, momentum: 0.5),
    };

    // Made before static mode is on: these are values.
    private readonly Tensor _images = ToStaticTests.Images(10, 3), _labels = ToStaticTests.Labels(10, 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme").FullName;

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (string name in Optimizers.Keys)
        {
            cases.Add(name, true);
            cases.Add(name, false);
        }
        return cases;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProgramTrainsAsEagerCallsDo(string optimizer, bool isSized)
    {
        float[][] Train(bool isStatic) => In(isStatic, () =>
        {
            Model model = Make(optimizer, isSized: isSized);
            Fit(model, 3);
            // The gradients of a program are variables of its own.
            Assert.Equal(isStatic, model.Parameters().TrueForAll(p => p.Grad is null));
            return State(model);
        });

        float[][] eager = Train(false), program = Train(true);
        Assert.Equal(eager, program);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void TrainingGoesOnInTheOtherMode(bool first, bool second)
    {
        const string optimizer = "adam, decay, clip by global norm, schedule";
        float[][] whole = In(false, () =>
        {
            Model model = Make(optimizer);
            Fit(model, 2);
            Fit(model, 2);
            return State(model);
        });
        string file = Path.Combine(_folder, "half");
        In(first, () =>
        {
            Model model = Make(optimizer);
            Fit(model, 2);
            model.Save(file);
            return true;
        });
        Assert.True(File.Exists(file + ".pdopt"));
        float[][] resumed = In(second, () =>
        {
            Model model = Make(optimizer);
            model.Load(file);
            Fit(model, 2);
            return State(model);
        });
        Assert.Equal(whole, resumed);
        float[][] rewound = In(second, () =>
        {
            // There are programs already: they must see what is loaded.
            Model model = Make(optimizer);
            Fit(model, 3);
            model.Load(file);
            Fit(model, 2);
            return State(model);
        });
        Assert.Equal(whole, rewound);
    }

    [Fact]
    public void AnOptimizerWithoutParametersTrainsTheNetworks()
    {
        float[][] eager = In(false, () =>
        {
            Model model = Make("sgd");
            Fit(model, 1);
            return State(model);
        });
        float[][] program = In(true, () =>
        {
            Model model = Make("sgd", ownParameters: false);
            Fit(model, 1);
            return State(model);
        });
        Assert.Equal(eager, program);
    }

    [Fact]
    public void AParameterThatIsFrozenMeanwhileStays()
    {
        float[][] Train(bool isStatic) => In(isStatic, () =>
        {
            Model model = Make("momentum, decay, clip by norm");
            Fit(model, 1);
            model.Parameters()[0].StopGradient = true;
            float[] before = model.Parameters()[0].ToArray<float>();
            Fit(model, 1);
            Assert.Equal(before, model.Parameters()[0].ToArray<float>());
            return State(model)[..model.Parameters().Count];
        });

        Assert.Equal(Train(false), Train(true));
    }

    [Fact]
    public void ASingleProgramHoldsTheStep()
    {
        In(true, () =>
        {
            Model model = Make("adam, decay, clip by global norm, schedule");
            BatchResult first = model.TrainBatch([_images], [_labels]);
            float[] weights = model.Parameters()[0].ToArray<float>();
            model.EvalBatch([_images], [_labels]);
            model.PredictBatch(_images);
            Assert.Equal(weights, model.Parameters()[0].ToArray<float>());
            BatchResult second = model.TrainBatch([_images], [_labels]);
            Assert.NotEqual(first.Losses, second.Losses);
            Assert.NotEqual(weights, model.Parameters()[0].ToArray<float>());
            return true;
        });
    }

    private static Model Make(string optimizer, bool isSized = true, bool ownParameters = true)
    {
        using IDisposable names = UniqueName.Guard();
        using var random = new Generator(7).UseOnThisThread();
        var slow = new ParamAttr(learningRate: 0.3, regularizer: new Regularizers.L1Decay(0.001));
        var net = new Sequential(new Conv2D(1, 4, 3, weightAttr: slow), new BatchNorm2D(4), new ReLU(), new MaxPool2D(2, 2), new Flatten(),
            new Dropout(0.3), new Linear(16, 3));
        Model model = isSized ? new Model(net, [new InputSpec([-1, 1, 6, 6])], [new InputSpec([-1, 1], DType.Int64)]) : new Model(net);
        model.Prepare(Optimizers[optimizer](ownParameters ? model.Parameters() : null), new CrossEntropyLoss());
        return model;
    }

    private void Fit(Model model, int epochs)
    {
        var data = new TensorDataset([_images, _labels]);
        model.Fit(data, batchSize: 4, epochs: epochs, verbose: 0, callbacks: [new Callbacks.LRScheduler(byStep: true)]);
    }

    private static float[][] State(Model model)
        => [.. model.Network.StateDict().Values.Select(t => t.ToArray<float>()),
            .. model.Optimizer!.StateDict().Values.OfType<Tensor>().Select(t => t.ToArray<float>())];

    private static T In<T>(bool isStatic, Func<T> run)
    {
        using var random = new Generator(5).UseOnThisThread();
        if (isStatic)
            Paddle.EnableStatic();
        try
        {
            return run();
        }
        finally
        {
            Paddle.DisableStatic();
        }
    }
}
