using System.Text.Json;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.NN.Recurrent;

public sealed class RecurrentProgramTests(ITestOutputHelper output)
{
    [Fact]
    public void A_program_exported_by_Paddle_runs()
    {
        if (SharedData.Find("data/paddle-files/lstm-2.3/LSTMModel.pdmodel", output) is not { } file || SharedData.Find("data/paddle-files/reference-outputs.json", output) is not { } reference)
            return;
        using var scope = new ScopeGuard(new Scope());
        var executor = new Executor();
        (Program program, string[] feeds, Variable[] fetches) = Trireme.Static.Static.LoadInferenceModel(Path.ChangeExtension(file, null), executor);
        Tensor x = Paddle.ToTensor<float>([.. Enumerable.Range(0, 20).Select(i => (float)Math.Sin(0.01 * i))], [5, 1, 4]);
        float[] got = executor.Run(program, new Dictionary<string, Tensor> { [feeds[0]] = x }, [fetches[0]])[0].ToArray<float>();
        JsonElement want = JsonDocument.Parse(File.ReadAllText(reference)).RootElement.GetProperty("LSTM").GetProperty("outputs")[0].GetProperty("first8");
        for (int i = 0; i < 8; i++)
            Assert.Equal(want[i].GetDouble(), got[i], 1e-4);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("encoder")]
    public void A_program_trains_as_eager_code_does(string kind)
    {
        Tensor x;
        using (new Generator(5).UseOnThisThread())
            x = Paddle.Randn([3, 6, 8]);
        (Func<Tensor, Tensor> run, List<Parameter> parameters) = Make(kind);
        var optimizer = new SGD(0.5, parameters);
        var eager = new List<float>();
        for (int i = 0; i < 3; i++)
        {
            Tensor loss = (run(x) * x).Mean();
            loss.Backward();
            optimizer.Step();
            optimizer.ClearGrad();
            eager.Add(loss.ToArray<float>()[0]);
        }
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        (run, parameters) = Make(kind);
        Variable input = Trireme.Static.Static.Data("x", [-1, 6, 8]);
        Tensor written = (run(input) * input).Mean();
        new SGD(0.5, parameters).Minimize(written);
        var executor = new Executor();
        for (int i = 0; i < 3; i++)
            Assert.Equal(eager[i], executor.Run(main, new Dictionary<string, Tensor> { ["x"] = x }, [written])[0].ToArray<float>()[0], 1e-5f);
    }

    private static (Func<Tensor, Tensor>, List<Parameter>) Make(string kind)
    {
        using Generator.Override random = new Generator(6).UseOnThisThread();
        if (kind == "encoder")
        {
            var encoder = new TransformerEncoder(new TransformerEncoderLayer(8, 2, 16, 0.0), 2);
            return (x => encoder.Call(x), encoder.Parameters());
        }
        if (kind == "gru")
        {
            var gru = new GRU(8, 4, 2, "bidirect");
            return (x => gru.Call(x).Outputs, gru.Parameters());
        }
        var lstm = new LSTM(8, 8, 2);
        return (x => lstm.Call(x).Outputs, lstm.Parameters());
    }
}
