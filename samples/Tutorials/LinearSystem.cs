using Trireme.Fluid;
using Trireme.Static;

namespace Trireme.Samples.Tutorials;

using Fluid = Trireme.Fluid.Fluid;
using IO = Trireme.Fluid.IO;

/// <summary>The first programs of the fluid guide: constants, and four unknowns found from ten equations y = 4a + 6b + 7c + 2d.</summary>
internal static class LinearSystem
{
    // np.random.seed(0); np.random.randint(5, size=(10, 4))
    private static readonly float[,] Rows =
    {
        { 4, 0, 3, 3 }, { 3, 1, 3, 2 }, { 4, 0, 0, 4 }, { 2, 1, 0, 1 }, { 1, 0, 1, 4 }, { 3, 0, 3, 0 }, { 2, 3, 0, 1 }, { 3, 3, 3, 0 }, { 1, 1, 1, 0 }, { 2, 4, 3, 3 },
    };

    public static void Run(string folder)
    {
        using (Fluid.ProgramGuard(Fluid.Program(), Fluid.Program()))
            Constants();
        using (Fluid.ProgramGuard(Fluid.Program(), Fluid.Program()))
        using (Fluid.ScopeGuard(Fluid.Scope()))
            Train(Path.Combine(folder, "result"));
    }

    private static void Constants()
    {
        Tensor data = Layers.Ones(shape: [5], dtype: "int64");
        Tensor add = Layers.ElementwiseAdd(data, data);
        Tensor cast = Layers.Cast(x: data, dtype: "float64");
        Executor exe = Fluid.Executor(Fluid.CPUPlace());
        foreach (Tensor result in exe.Run(Fluid.DefaultMainProgram(), fetchList: [data, add, cast]))
            Console.WriteLine(NumpyText.Of(result));
    }

    private static void Train(string paramsDirname)
    {
        float[,] yTrue = new float[10, 1];
        for (int i = 0; i < 10; i++)
            yTrue[i, 0] = (4 * Rows[i, 0]) + (6 * Rows[i, 1]) + (7 * Rows[i, 2]) + (2 * Rows[i, 3]);

        Variable x = Layers.Data(name: "x", shape: [4], dtype: "float32");
        Variable y = Layers.Data(name: "y", shape: [1], dtype: "float32");
        Tensor yPredict = Layers.Fc(input: x, size: 1, act: null);
        Tensor cost = Layers.SquareErrorCost(input: yPredict, label: y);
        Tensor avgCost = Layers.Mean(cost);
        Optimizer.SGD(learningRate: 0.05).Minimize(avgCost);

        Place cpu = Fluid.CPUPlace();
        Executor exe = Fluid.Executor(cpu);
        exe.Run(Fluid.DefaultStartupProgram());
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(Rows), ["y"] = Paddle.ToTensor(yTrue) };
        for (int i = 0; i < 500; i++)
        {
            Tensor[] outs = exe.Run(feed: feed, fetchList: [yPredict, avgCost]);
            if (i % 50 == 0)
                Console.WriteLine($"iter={i},cost={Show.Number(outs[1].ToArray<float>()[0])}");
        }
        IO.SaveInferenceModel(paramsDirname, ["x"], [yPredict], exe);

        Executor inferExe = Fluid.Executor(cpu);
        using (Fluid.ScopeGuard(Fluid.Scope()))
        {
            (var inferenceProgram, string[] feedTargetNames, Variable[] fetchTargets) = IO.LoadInferenceModel(paramsDirname, inferExe);
            var test = new Dictionary<string, Tensor> { [feedTargetNames[0]] = Paddle.ToTensor(new float[,,] { { { 9 }, { 5 }, { 2 }, { 10 } } }) };
            Tensor[] results = inferExe.Run(inferenceProgram, feed: test, fetchList: [fetchTargets[0]]);
            // The right answer for [9, 5, 2, 10] is 4·9 + 6·5 + 7·2 + 2·10 = 100.
            Console.WriteLine($"9a+5b+2c+10d={NumpyText.Of(results[0][0])}");
        }
    }
}
