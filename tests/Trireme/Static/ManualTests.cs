using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;
using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Static;

/// <summary>The worked example of docs/static.md.</summary>
public sealed class ManualTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ALineIsTrainedSavedAndLoaded()
    {
        using var scope = new ScopeGuard(new Scope());
        using Random.Generator.Override random = new Random.Generator(7).UseOnThisThread();
        var main = new Program();
        var startup = new Program();
        var executor = new Executor();
        string prefix = Path.Combine(_folder, "line");
        using (new ProgramGuard(main, startup))
        {
            Variable x = Trireme.Static.Static.Data("x", [-1, 1]), y = Trireme.Static.Static.Data("y", [-1, 1]);
            var line = new Linear(1, 1);
            Tensor predicted = line.Call(x);
            Tensor loss = F.SquareErrorCost(predicted, y).Mean();
            new SGD(0.1, line.Parameters()).Minimize(loss);

            executor.Run(startup);
            var feed = new Dictionary<string, Tensor>
            {
                ["x"] = Paddle.ToTensor(new float[,] { { 0 }, { 1 }, { 2 }, { 3 } }),
                ["y"] = Paddle.ToTensor(new float[,] { { 1 }, { 3 }, { 5 }, { 7 } }),
            };
            for (int step = 0; step < 300; step++)
                executor.Run(main, feed, [loss]);
            Trireme.Static.Static.SaveInferenceModel(prefix, [x], [predicted], executor, main);
        }
        (Program program, string[] feeds, Variable[] fetches) = Trireme.Static.Static.LoadInferenceModel(prefix, executor);
        Tensor answer = executor.Run(program, new Dictionary<string, Tensor> { [feeds[0]] = Paddle.ToTensor(new float[,] { { 10 } }) }, [fetches[0]])[0];
        Assert.Equal(21, answer.Item(), 0.05);

        string dot = Trireme.Static.Static.ToDot(program), svg = Trireme.Static.Static.ToSvg(main);
        Assert.Contains("elementwise_add", dot, StringComparison.Ordinal);
        Assert.Contains("[-1, 1]", dot, StringComparison.Ordinal);
        Assert.Contains("sgd", System.Xml.Linq.XDocument.Parse(svg).Root!.Value, StringComparison.Ordinal);
    }
}
