using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Vision.Models;
using F = Trireme.NN.Functional;

namespace Trireme.Bench.Rows;

/// <summary>Training steps (forward, cross entropy, backward, Adam) and predictions of small networks.</summary>
internal static class NetworkRows
{
    // A rectifier whose input is 0 but for rounding lets its gradient through on one side and not on the other; in deep networks some always are.
    private const double DeepTolerance = 5e-2;

    public static IEnumerable<Row> All()
    {
        yield return Training("LeNet training step, batch 64", "lenet", () => new LeNet(), [64, 1, 28, 28]);
        yield return Inference("LeNet inference, batch 64", "lenet", () => new LeNet(), [64, 1, 28, 28]);
        yield return Inference("LeNet inference, batch 1", "lenet", () => new LeNet(), [1, 1, 28, 28]);
        yield return Training("MLP 784-512-10 training step, batch 64", "mlp", Mlp, [64, 784]);
        yield return Inference("MLP 784-512-10 inference, batch 1", "mlp", Mlp, [1, 784]);
        yield return Training("CNN 1-20-20 training step, batch 100", "cnn", Cnn, [100, 1, 28, 28]);
        yield return Inference("CNN 1-20-20 inference, batch 100", "cnn", Cnn, [100, 1, 28, 28]);
    }

    private static Sequential Mlp() => new(new Linear(784, 512), new ReLU(), new Linear(512, 10));

    private static Sequential Cnn() => new(
        new Conv2D(1, 20, 5), new ReLU(), new MaxPool2D(2, 2),
        new Conv2D(20, 20, 5), new ReLU(), new MaxPool2D(2, 2),
        new Flatten(), new Linear(320, 10));

    /// <param name="deep">Whether rounding grows so much from layer to layer that float64 is the measure and two float32 results differ.</param>
    public static Row Training(string name, string network, Func<Layer> make, Shape shape, bool deep = false)
        => new("networks", name, "train", () => Train(make, shape, frozen: false))
        {
            Arguments = new() { ["network_name"] = network },
            Work = shape[0],
            WorkUnit = "samples/s",
            ComparesWithFloat64 = deep,
            Tolerance = deep ? DeepTolerance : 1e-3,
            Conditioned = deep ? Frozen(network, make, shape) : null,
        };

    // Statistics that do not follow the batch, and few enough rectifiers that none stands at rounding distance from 0.
    private static Row Frozen(string network, Func<Layer> make, Shape shape)
    {
        Shape small = [2, shape[1], 64, 64];
        return new("networks", "with 2 images of 64 x 64 and batch norm frozen", "train", () => Train(make, small, frozen: true))
        { Arguments = new() { ["network_name"] = network, ["frozen"] = true } };
    }

    private static Case Train(Func<Layer> make, Shape shape, bool frozen)
    {
        Layer model = Make(make);
        if (frozen)
            model.Eval();
        Parameter[] parameters = [.. model.Parameters()];
        var optimizer = new Adam(0.001, parameters: parameters);
        Tensor x = Values.Uniform(shape), y = Values.Labels(shape[0], 10);
        return new Case(() =>
        {
            Tensor loss = F.CrossEntropy(model.Call(x), y);
            loss.Backward();
            optimizer.Step();
            optimizer.ClearGrad();
        }, Inputs(parameters, x, y), () =>
        {
            Tensor loss = F.CrossEntropy(model.Call(x), y);
            loss.Backward();
            Dictionary<string, Tensor> found = new() { ["loss"] = loss };
            for (int i = 0; i < parameters.Length; i++)
                found[$"g{i}"] = parameters[i].Grad!.Detach();
            return found;
        });
    }

    public static Row Inference(string name, string network, Func<Layer> make, Shape shape) => new("networks", name, "infer", () =>
    {
        Layer model = Make(make);
        model.Eval();
        Tensor x = Values.Uniform(shape);
        return new Case(() => Predict(model, x), Inputs([.. model.Parameters()], x, null), () => new() { ["out"] = Predict(model, x) });
    })
    { Arguments = new() { ["network_name"] = network }, Work = shape[0], WorkUnit = "samples/s" };

    private static Tensor Predict(Layer model, Tensor x)
    {
        using (Paddle.NoGrad())
            return model.Call(x);
    }

    private static Layer Make(Func<Layer> make)
    {
        Paddle.Seed(1);
        Layer model = make();
        // What is dropped is drawn differently on both sides: nothing is, here and there.
        foreach (Dropout dropout in model.Sublayers().OfType<Dropout>())
            dropout.Eval();
        return model;
    }

    public static Dictionary<string, Tensor> Inputs(Parameter[] parameters, Tensor x, Tensor? y)
    {
        Dictionary<string, Tensor> inputs = new() { ["x"] = x };
        if (y is not null)
            inputs["y"] = y;
        for (int i = 0; i < parameters.Length; i++)
            inputs[$"p{i}"] = parameters[i];
        return inputs;
    }
}
