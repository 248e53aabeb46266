using System.Text.Json;
using Trireme.NN;
using Trireme.Programs;
using Trireme.Random;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.NN.Recurrent;

public sealed class RecurrentLayerTests(ITestOutputHelper output)
{
    [Fact]
    public void Parameters_have_the_names_and_both_keys_of_Paddle()
    {
        using IDisposable names = UniqueName.Guard();
        var lstm = new LSTM(4, 10);
        string[] own = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
        Assert.Equal([.. own, "0.cell.weight_ih", "0.cell.weight_hh", "0.cell.bias_ih", "0.cell.bias_hh"], lstm.StateDict().Keys);
        Assert.Equal(["lstm_cell_0.w_0", "lstm_cell_0.w_1", "lstm_cell_0.b_0", "lstm_cell_0.b_1"], lstm.Parameters().Select(p => p.Name));
        Assert.Equal(own, lstm.NamedParameters().Select(p => p.Name));
        Assert.Contains("weight_hh_l1_reverse", new GRU(4, 3, 2, "bidirect").StateDict().Keys);
        Assert.Contains("1.cell_bw.weight_hh", new GRU(4, 3, 2, "bidirectional").StateDict().Keys);
        Assert.Equal((8, 8), (new SimpleRNN(4, 3, 2).Parameters().Count, new LSTM(4, 3, 1, "bidirect").Parameters().Count));
    }

    [Fact]
    public void A_state_dict_with_either_set_of_keys_is_complete()
    {
        var from = new GRU(3, 4, 2);
        var to = new GRU(3, 4, 2);
        foreach (bool inner in new[] { true, false })
        {
            StateDictReport report = to.SetStateDict(from.StateDict().Where(p => p.Key.Contains('.') == inner));
            Assert.Empty(report.MissingKeys);
            Tensor x = Paddle.Randn([2, 5, 3]);
            Assert.Equal(from.Call(x).Outputs.ToArray<float>(), to.Call(x).Outputs.ToArray<float>());
        }
    }

    [Fact]
    public void A_checkpoint_written_by_Paddle_gives_the_outputs_of_its_program()
    {
        if (SharedData.Find("data/paddle-files/hapi-checkpoint-lstm/final.pdparams", output) is not { } file || SharedData.Find("data/paddle-files/reference-outputs.json", output) is not { } reference)
            return;
        var net = new Classifier();
        StateDictReport report = net.SetStateDict(Paddle.Load(file));
        Assert.Empty(report.MissingKeys);
        Assert.Empty(report.UnexpectedKeys);
        Assert.Empty(report.MismatchedKeys);
        net.Eval();
        Tensor x = Paddle.ToTensor<float>([.. Enumerable.Range(0, 20).Select(i => (float)Math.Sin(0.01 * i))], [5, 1, 4]);
        float[] got = net.Call(x).ToArray<float>();
        JsonElement want = JsonDocument.Parse(File.ReadAllText(reference)).RootElement.GetProperty("LSTM").GetProperty("outputs")[0].GetProperty("first8");
        for (int i = 0; i < 8; i++)
            Assert.Equal(want[i].GetDouble(), got[i], 1e-4);
    }

    [Fact]
    public void A_cell_run_over_steps_gives_what_the_layer_gives()
    {
        Tensor x = Paddle.Randn([3, 6, 4]), lengths = Paddle.ToTensor(new long[] { 6, 2, 4 });
        var lstm = new LSTM(4, 5);
        var cell = new LSTMCell(4, 5);
        cell.SetStateDict(lstm.StateDict().Where(p => p.Key.StartsWith("0.cell.", StringComparison.Ordinal)).Select(p => KeyValuePair.Create(p.Key[7..], p.Value)));
        (Tensor all, (Tensor h, Tensor c)) = lstm.Call(x, null, lengths);
        (Tensor steps, Tensor[] states) = new RNN(cell).Call(x, null, lengths);
        AssertClose(h[0], states[0]);
        AssertClose(c[0], states[1]);
        AssertClose(all[0], steps[0]);
        AssertClose(all[1, ..2], steps[1, ..2]);
        Assert.All(all[1, 2..].ToArray<float>(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Two_directions_are_two_networks_side_by_side()
    {
        Tensor x = Paddle.Randn([2, 4, 3]);
        var gru = new GRU(3, 5, 1, "bidirect");
        (Tensor both, Tensor states) = gru.Call(x);
        var rnn = (BiRNN)gru.Children().Single();
        (Tensor outputs, (Tensor[] forward, Tensor[] backward)) = rnn.Call(x);
        AssertClose(both, outputs);
        AssertClose(states[0], forward[0]);
        AssertClose(states[1], backward[0]);
    }

    [Fact]
    public void Training_through_the_states_changes_every_parameter_and_inference_keeps_nothing()
    {
        var rnn = new SimpleRNN(3, 4, 2, activation: "relu", dropout: 0.5);
        Tensor x = Paddle.Randn([2, 7, 3]);
        rnn.Call(x).FinalStates.Sum().Backward();
        Assert.All(rnn.Parameters(), p => Assert.NotNull(p.Grad));
        rnn.Eval();
        Tensor first = rnn.Call(x).Outputs;
        using (Paddle.NoGrad())
            AssertClose(first, rnn.Call(x).Outputs);
    }

    [Fact]
    public void Dropout_between_layers_keeps_the_expectation()
    {
        using var seed = new Generator(7).UseOnThisThread();
        var rnn = new SimpleRNN(2, 400, 2, dropout: 0.25, weightHhAttr: false, biasHhAttr: false);
        rnn.SetStateDict(rnn.StateDict().Where(p => !p.Key.Contains('.')).Select(p => KeyValuePair.Create(p.Key, Paddle.Full(p.Value.Shape, p.Key.Contains("weight_ih_l1") ? 0.001 : 0.0))));
        rnn.SetStateDict(new Dictionary<string, Tensor> { ["bias_ih_l0"] = Paddle.Full([400], 1.0) });
        float[] trained = rnn.Call(Paddle.Zeros([1, 1, 2])).Outputs.ToArray<float>();
        Assert.InRange(trained[0], 0.24, 0.36);         // tanh(0.001 · 400 · tanh 1) = 0.296
        Assert.NotEqual(Math.Tanh(0.4 * Math.Tanh(1)), trained[0], 1e-5);
    }

    [Fact]
    public void Attributes_that_are_false_leave_constants()
    {
        var cell = new GRUCell(3, 2, weightIhAttr: false, biasIhAttr: false);
        Assert.All(cell.WeightIh.ToArray<float>(), v => Assert.Equal(1, v));
        Assert.All(cell.BiasIh.ToArray<float>(), v => Assert.Equal(0, v));
        Assert.False(cell.WeightIh.Trainable);
        Assert.True(cell.WeightHh.Trainable);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<InvalidArgumentException>(() => new LSTM(4, 5, direction: "both"));
        Assert.Throws<InvalidArgumentException>(() => new LSTM(4, 0));
        Assert.Throws<InvalidArgumentException>(() => new SimpleRNN(4, 5, activation: "gelu"));
        var gru = new GRU(4, 5);
        Assert.Throws<InvalidArgumentException>(() => gru.Call(Paddle.Randn([2, 3, 5])));
        Assert.Throws<InvalidArgumentException>(() => gru.Call(Paddle.Randn([2, 3, 4]), Paddle.Zeros([1, 3, 5])));
        Assert.Throws<OutOfRangeException>(() => gru.Call(Paddle.Randn([2, 3, 4]), null, Paddle.ToTensor(new long[] { 3, 4 })));
    }

    private static void AssertClose(Tensor a, Tensor b)
    {
        Assert.Equal(a.Shape, b.Shape);
        float[] x = a.ToArray<float>(), y = b.ToArray<float>();
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(x[i], y[i], 1e-5f);
    }

    private sealed class Classifier : Layer
    {
        private readonly LSTM rnn = new(4, 10);
        private readonly Linear fc = new(10, 2);

        public override Tensor Forward(Tensor input) => fc.Call(rnn.Call(input).Outputs.Flatten(1));
    }
}
