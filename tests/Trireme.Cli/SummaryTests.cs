using System.Xml.Linq;
using Trireme.NN;
using Trireme.Static;
using Trireme.Static.Graphs;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Cli;

public sealed class SummaryTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The counts were read from these files by another parser.
    [Theory]
    [InlineData("mnist-lenet-2.2/mnist.pdmodel", 21, 33, 10, "41,806")]
    [InlineData("ppocr-cls-v2.0", 186, 471, 213, "133,628", "--input-shape", "x=1,3,48,192")]
    [InlineData("ppocr-det-v3-ch/inference", 238, 674, 288, "592,625", "--input-shape", "x=1,3,96,320")]
    [InlineData("ppocr-det-v3-ch/inference.pdmodel", 238, 674, 288, "592,625")]
    [InlineData("uci-housing-fluid-1.7", 4, 7, 2, "14")]
    [InlineData("mnist-mlp-fluid-2.1/__model__", 12, 19, 6, "89,610")]
    [InlineData("lstm-2.3/LSTMModel.pdmodel", 10, 24, 7, "737,942")]
    [InlineData("visualdl-demo-model", 88, 280, 137, "4,253,864")]
    public void CountsAreThoseOfTheFile(string model, int operators, int variables, int persistable, string parameters, params string[] options)
    {
        if (SharedData.Find("data/paddle-files/" + model.Replace("ch/inference.pdmodel", "ch", StringComparison.Ordinal).Replace("ch/inference", "ch", StringComparison.Ordinal), output) is null)
            return;
        string path = Path.Combine(Environment.GetEnvironmentVariable("TRIREME_SHARED")!, "data/paddle-files", model);
        string text = Called.Good(["summary", path, .. options]);
        Assert.Contains($"operators: {operators}, variables: {variables}, persistable: {persistable}\n", text, StringComparison.Ordinal);
        Assert.Contains($"total parameters: {parameters}\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void SizesThatAProgramComputesAreFollowed()
    {
        if (SharedData.Find("data/paddle-files/mnist-lenet-2.2/mnist.pdmodel", output) is not { } path)
            return;
        // Before its first linear layer the network reads the batch from a shape.
        var summary = ProgramSummary.Of(Trireme.Static.Static.DeserializeProgram(File.ReadAllBytes(path)), new Dictionary<string, Shape> { ["x"] = [3, 1, 28, 28] });
        Assert.True(summary.IsComplete);
        Assert.Equal([3, 10], summary.Operators[^2].Shapes[0].ToArray());
        Assert.Equal(3 * (275_320 + (120 * 64) + (64 * 10)), summary.Flops);
    }

    [Fact]
    public void MobileNetTakesAsManyMultiplicationsAsItsPaperSays()
    {
        if (SharedData.Find("data/paddle-files/visualdl-demo-model/__model__", output) is not { } path)
            return;
        var summary = ProgramSummary.Of(Trireme.Static.Static.DeserializeProgram(File.ReadAllBytes(path)));
        // 3 x 3 and 1 x 1 convolutions of Howard et al. 2017, table 1, with the classifier.
        Assert.Equal(568_740_352, summary.Operators.Where(o => o.Type is "conv2d" or "depthwise_conv2d" or "mul").Sum(o => o.Flops));
        Assert.True(summary.IsComplete);
        Assert.Equal([1, 1000], summary.Operators[^2].Shapes[0].ToArray());
    }

    [Fact]
    public void OperationsAreThoseOfTheLayers()
    {
        using var scope = new ScopeGuard(new Scope());
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        var net = new Sequential(new Conv2D(3, 8, 3, stride: 2, padding: 1), new BatchNorm2D(8), new ReLU(), new Conv2D(8, 8, 3, groups: 8, biasAttr: false), new LeakyReLU(),
            new AvgPool2D(2, 2), new Conv2D(8, 6, 1), new AdaptiveAvgPool2D(1), new Flatten(), new Linear(6, 5), new LayerNorm(5), new Softmax());
        Variable x = Trireme.Static.Static.Data("x", [-1, 3, 20, 24]);
        Tensor y = net.Call(x);
        long expected;
        using (Trireme.Paddle.NoGrad())
            expected = Trireme.Paddle.Flops(net, [2, 3, 20, 24]);
        var summary = ProgramSummary.Of(main, new Dictionary<string, Shape> { ["x"] = [2, 3, 20, 24] });
        Assert.Equal(expected, summary.Flops);
        Assert.Equal(net.StateDict().Values.Sum(t => t.Size), summary.Parameters);
        Assert.Equal([2, 5], summary.Operators[^1].Shapes[0].ToArray());

        string prefix = _folder["net"];
        Trireme.Static.Static.SaveInferenceModel(prefix, [x], [y], new Executor(), main);
        string text = Called.Good("summary", prefix, "--input-shape", "x=2,3,20,24", "--svg", _folder["net.svg"], "--dot", _folder["net.dot"]);
        Assert.Contains($"total FLOPs: {expected:N0}\n", text, StringComparison.Ordinal);
        XElement svg = XDocument.Load(_folder["net.svg"]).Root!;
        string[] titles = svg.Descendants().Where(e => (string?)e.Attribute("class") == "title").Select(e => e.Value).ToArray();
        Assert.Equal(3, titles.Count(t => t is "conv2d" or "depthwise_conv2d"));
        Assert.Contains("x", titles);
        Assert.Contains("digraph", File.ReadAllText(_folder["net.dot"]), StringComparison.Ordinal);
    }

    [Fact]
    public void ParametersAreListed()
    {
        if (SharedData.Find("data/paddle-files/mnist-lenet-2.2", output) is not { } folder)
            return;
        foreach (string file in new[] { "mnist.pdparams", "mnist.pdiparams" })
        {
            string text = Called.Good("summary", Path.Combine(folder, file));
            Assert.Contains("arrays: 10\n", text, StringComparison.Ordinal);
            Assert.Contains("total elements: 41,806\n", text, StringComparison.Ordinal);
            Assert.Matches(@"conv1\.weight +conv2d_0\.w_0 +float32 +\[6, 1, 5, 5\] +150\n", text);
        }
    }

    [Fact]
    public void WrongShapesAreNamed()
    {
        if (SharedData.Find("data/paddle-files/mnist-lenet-2.2/mnist.pdmodel", output) is not { } model)
            return;
        Assert.Contains("is no input", Called.Bad(1, "summary", model, "--input-shape", "y=1,1,28,28"), StringComparison.Ordinal);
        Assert.Contains("does not fit", Called.Bad(1, "summary", model, "--input-shape", "x=1,28,28"), StringComparison.Ordinal);
        Assert.Contains("conv2d", Called.Bad(1, "summary", model, "--input-shape", "x=1,3,28,28"), StringComparison.Ordinal);
        Assert.Contains("no size", Called.Bad(2, "summary", model, "--input-shape", "x=1,one"), StringComparison.Ordinal);
    }
}
