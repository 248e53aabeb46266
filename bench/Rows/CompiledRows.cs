using Trireme.Inference;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;
using Trireme.Vision.Models;
using F = Trireme.NN.Functional;

namespace Trireme.Bench.Rows;

/// <summary>LeNet as a compiled program and as a saved model, beside PyTorch as it runs by default and beside what torch.jit traced.</summary>
internal static class CompiledRows
{
    public static IEnumerable<Row> All()
    {
        yield return Training("LeNet training step, batch 64, compiled", traced: false);
        yield return Training("LeNet training step, batch 64, compiled; torch.jit", traced: true);
        foreach (int batch in (int[])[64, 1])
        {
            yield return Inference($"LeNet inference, batch {batch}, predictor", batch, traced: false);
            yield return Inference($"LeNet inference, batch {batch}, predictor; torch.jit", batch, traced: true);
        }
        yield return Chain();
    }

    private static Row Chain() => new("compiled element-wise", "chain of 5, 16 M, compiled", "operator", () =>
    {
        var main = new Trireme.Static.Program();
        Variable result;
        using (new ProgramGuard(main, new Trireme.Static.Program()))
            result = (Variable)OperatorRows.Chain(Trireme.Static.Static.Data("x0", [-1]), Trireme.Static.Static.Data("x1", [-1]));
        Shape large = [OperatorRows.Large];
        Dictionary<string, Tensor> feed = new() { ["x0"] = Values.Uniform(large, seed: 1), ["x1"] = Values.Uniform(large, seed: 2) };
        var executor = new Executor();
        FetchTarget[] fetches = [result];
        return new Case(() => executor.Run(main, feed, fetches), feed, () => new() { ["out"] = executor.Run(main, feed, fetches)[0] });
    })
    { Arguments = new() { ["name"] = "chain" }, Work = 12e-9 * OperatorRows.Large, WorkUnit = "GB/s" };

    private static Row Training(string name, bool traced) => new("compiled networks", name, "train", () =>
    {
        var main = new Trireme.Static.Program();
        Variable loss;
        Layer model;
        using (new ProgramGuard(main, new Trireme.Static.Program()))
        {
            Paddle.Seed(1);
            model = new LeNet();
            Variable x = Trireme.Static.Static.Data("x", [-1, 1, 28, 28]), y = Trireme.Static.Static.Data("y", [-1, 1], "int64");
            loss = (Variable)F.CrossEntropy(model.Call(x), y);
            new Adam(0.001, parameters: model.Parameters()).Minimize(loss);
        }
        Dictionary<string, Tensor> feed = new() { ["x"] = Values.Uniform([64, 1, 28, 28]), ["y"] = Values.Labels(64, 10) };
        Dictionary<string, Tensor> inputs = NetworkRows.Inputs([.. model.Parameters()], feed["x"], feed["y"]);
        var executor = new Executor();
        FetchTarget[] fetches = [loss];
        return new Case(() => executor.Run(main, feed, fetches), inputs, () => Gradients(model, feed["x"], feed["y"], ()
            => executor.Run(main, feed, fetches)[0]));
    })
    { Arguments = new() { ["network_name"] = "lenet", ["traced"] = traced }, Work = 64, WorkUnit = "samples/s" };

    private static Row Inference(string name, int batch, bool traced) => new("compiled networks", name, "infer", () =>
    {
        Paddle.Seed(1);
        Layer model = new LeNet();
        model.Eval();
        Tensor x = Values.Uniform([batch, 1, 28, 28]);
        Predictor predictor = SaveAndLoad(model);
        predictor.GetInputHandle("x").CopyFromCpu(x);
        Dictionary<string, Tensor> inputs = NetworkRows.Inputs([.. model.Parameters()], x, null);
        return new Case(predictor.Run, inputs, () => new() { ["out"] = predictor.Run([x])[0] });
    })
    { Arguments = new() { ["network_name"] = "lenet", ["traced"] = traced }, Work = batch, WorkUnit = "samples/s" };

    // The gradients come from the eager layer before the program's step changes the parameters that both share; the loss is the program's.
    private static Dictionary<string, Tensor> Gradients(Layer model, Tensor x, Tensor y, Func<Tensor> step)
    {
        F.CrossEntropy(model.Call(x), y).Backward();
        Dictionary<string, Tensor> found = [];
        int i = 0;
        foreach (Parameter parameter in model.Parameters())
        {
            found[$"g{i++}"] = parameter.Grad!.Detach();
            parameter.ClearGrad();
        }
        found["loss"] = step();
        return found;
    }

    private static Predictor SaveAndLoad(Layer model)
    {
        string folder = Directory.CreateTempSubdirectory("trireme-bench-").FullName;
        try
        {
            var main = new Trireme.Static.Program();
            using var guard = new ProgramGuard(main, new Trireme.Static.Program());
            Variable x = Trireme.Static.Static.Data("x", [-1, 1, 28, 28]);
            string prefix = Path.Combine(folder, "lenet");
            Trireme.Static.Static.SaveInferenceModel(prefix, [x], [(Variable)model.Call(x)], new Executor(), main);
            return Trireme.Inference.Inference.CreatePredictor(new Config(prefix + ".pdmodel", prefix + ".pdiparams"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
