using Trireme.Callbacks;
using Trireme.IO;
using Trireme.NN;
using Xunit;

namespace Trireme.Tests.Training;

/// <summary>What prediction was called before Paddle 2.0.</summary>
public sealed class OldNamesTests
{
    [Fact]
    public void CallbacksOfTheOldNamesHearOfPrediction()
    {
        var model = new Model(new Linear(3, 2));
        model.Prepare();
        var heard = new Listener();
        model.Predict(new TensorDataset([Paddle.Ones([5, 3])]), batchSize: 2, verbose: 0, callbacks: [heard]);
        Assert.Equal(["begin", "batch 0", "end 0", "batch 1", "end 1", "batch 2", "end 2", "end"], heard.Said);
    }

    [Fact]
    public void TestBatchIsPredictBatch()
    {
        var net = new Sequential(new Linear(3, 2), new Dropout(0.5));
        var model = new Model(net);
        model.Prepare();
        Tensor x = Paddle.Randn([4, 3]);
        float[] expected = net[0].Call(x).ToArray<float>();
        Assert.Equal(expected, model.TestBatch(x)[0].ToArray<float>());
        Assert.Equal(expected, model.PredictBatch(x)[0].ToArray<float>());
    }

    private sealed class Listener : Callback
    {
        public List<string> Said { get; } = [];

        public override void OnTestBegin(Logs? logs = null) => Said.Add("begin");

        public override void OnTestEnd(Logs? logs = null) => Said.Add("end");

        public override void OnTestBatchBegin(int step, Logs? logs = null) => Said.Add($"batch {step}");

        public override void OnTestBatchEnd(int step, Logs? logs = null) => Said.Add($"end {step}");
    }
}
