using Trireme.NN;
using Trireme.Optimizers;

namespace Trireme.Bench.Rows;

/// <summary>Training steps (forward, mean of the products with the inputs, backward, Adam) and predictions of networks over sequences.</summary>
internal static class SequenceRows
{
    public static IEnumerable<Row> All()
    {
        yield return Of("LSTM 2 x 256, batch 32, 100 steps, training step", "lstm", true, Lstm, [100, 32, 256]);
        yield return Of("LSTM 2 x 256, batch 32, 100 steps, inference", "lstm", false, Lstm, [100, 32, 256]);
        yield return Of("GRU 2 x 256, batch 32, 100 steps, training step", "gru", true, Gru, [100, 32, 256]);
        yield return Of("Transformer encoder 4 x 768, 12 heads, 4 x 128 tokens, training step", "encoder", true, Encoder, [4, 128, 768]);
        yield return Of("Transformer encoder 4 x 768, 12 heads, 4 x 128 tokens, inference", "encoder", false, Encoder, [4, 128, 768]);
    }

    private static (Layer, Func<Tensor, Tensor>) Lstm()
    {
        var lstm = new LSTM(256, 256, 2, timeMajor: true);
        return (lstm, x => lstm.Call(x).Outputs);
    }

    private static (Layer, Func<Tensor, Tensor>) Gru()
    {
        var gru = new GRU(256, 256, 2, timeMajor: true);
        return (gru, x => gru.Call(x).Outputs);
    }

    private static (Layer, Func<Tensor, Tensor>) Encoder()
    {
        var encoder = new TransformerEncoder(new TransformerEncoderLayer(768, 12, 3072, 0.0, "gelu"), 4);
        return (encoder, x => encoder.Call(x));
    }

    private static Row Of(string name, string network, bool trains, Func<(Layer, Func<Tensor, Tensor>)> make, Shape shape) => new("sequences", name, "sequence", () =>
    {
        Paddle.Seed(1);
        (Layer model, Func<Tensor, Tensor> run) = make();
        Tensor x = Values.Uniform(shape);
        (string Name, Parameter Parameter)[] parameters = [.. model.NamedParameters()];
        Dictionary<string, Tensor> inputs = parameters.ToDictionary(p => p.Name, p => (Tensor)p.Parameter);
        inputs["x"] = x;
        if (!trains)
        {
            model.Eval();
            return new Case(() => Predict(run, x), inputs, () => new() { ["out"] = Predict(run, x) });
        }
        var optimizer = new Adam(0.0001, parameters: model.Parameters());
        return new Case(() =>
        {
            Loss(run(x), x).Backward();
            optimizer.Step();
            optimizer.ClearGrad();
        }, inputs, () =>
        {
            Tensor loss = Loss(run(x), x);
            loss.Backward();
            // The gradient of the keys' bias is 0 but for rounding.
            Dictionary<string, Tensor> found = parameters.Where(p => !p.Name.EndsWith("k_proj.bias", StringComparison.Ordinal)).ToDictionary(p => "g." + p.Name, p => p.Parameter.Grad!.Detach());
            found["loss"] = loss;
            return found;
        });
    })
    { Arguments = new() { ["network"] = network, ["trains"] = trains } };

    private static Tensor Loss(Tensor y, Tensor x) => (y * x).Mean();

    private static Tensor Predict(Func<Tensor, Tensor> run, Tensor x)
    {
        using (Paddle.NoGrad())
            return run(x);
    }
}
