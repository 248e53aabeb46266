using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Threads;

/// <summary>Work large enough to be shared between threads, with every ragged edge. Results: outputs, and gradients with respect to all inputs.</summary>
internal static class ThreadCases
{
    public static IEnumerable<(string Name, Func<Tensor[]> Run)> All()
        => [.. Products(), .. Convolutions(), .. Normalizations(), .. Reductions(), .. Others(), .. Sequences(), .. Updates(), .. Networks()];

    private static IEnumerable<(string, Func<Tensor[]>)> Products()
    {
        int[] sizes = [63, 64, 65, 127, 128, 129];
        foreach (int n in sizes)
        {
            foreach ((bool x, bool y) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
                yield return Op($"product of {n}{(x ? ", first transposed" : "")}{(y ? ", second transposed" : "")}", [[n, n], [n, n]], t
                    => t[0].Matmul(t[1], x, y));
        }
        foreach ((int m, int k, int n) in ((int, int, int)[])[(1, 784, 512), (7, 784, 512), (64, 784, 10), (512, 1, 300), (3, 5000, 3), (200, 33, 1000)])
        {
            yield return Op($"product {m} x {k} x {n}", [[m, k], [k, n]], t => t[0].Matmul(t[1]));
            yield return Op($"product {m} x {k} x {n}, transposed", [[k, m], [n, k]], t => t[0].Matmul(t[1], true, true));
        }
        yield return Op("products of a batch", [[24, 65, 33], [24, 33, 71]], t => t[0].Matmul(t[1]));
        yield return Op("products of a batch with one matrix", [[12, 65, 129], [129, 71]], t => t[0].Matmul(t[1]));
        yield return Op("linear with bias", [[129, 300], [300, 77], [77]], t => F.Linear(t[0], t[1], t[2]));
    }

    private static IEnumerable<(string, Func<Tensor[]>)> Convolutions()
    {
        yield return Conv("3 x 3", [3, 16, 31, 29], [24, 16, 3, 3], padding: 1);
        yield return Conv("3 x 3, odd channels", [2, 17, 30, 33], [37, 17, 3, 3], padding: 1);
        yield return Conv("3 x 3, many channels", [2, 64, 28, 28], [64, 64, 3, 3], padding: 1);
        yield return Conv("3 x 3, many channels, small image", [4, 128, 7, 7], [128, 128, 3, 3], padding: 1);
        yield return Conv("3 x 3, stride 2", [2, 20, 33, 31], [40, 20, 3, 3], 2, 1);
        yield return Conv("3 x 7", [2, 9, 30, 41], [14, 9, 3, 7], padding: (1, 3));
        yield return Conv("7 x 7, stride 2, three channels", [2, 3, 65, 67], [32, 3, 7, 7], 2, 3);
        yield return Conv("1 x 1", [2, 65, 29, 31], [66, 65, 1, 1]);
        yield return Conv("1 x 1, stride 2", [2, 64, 30, 28], [96, 64, 1, 1], 2);
        yield return Conv("5 x 5 of one channel", [64, 1, 28, 28], [20, 1, 5, 5]);
        yield return Conv("5 x 5 of LeNet", [64, 6, 14, 14], [16, 6, 5, 5]);
        yield return Conv("groups", [2, 24, 28, 30], [36, 6, 3, 3], padding: 1, groups: 4);
        yield return Conv("dilation", [2, 12, 33, 35], [18, 12, 3, 3], padding: 2, dilation: 2);
        yield return Conv("depthwise", [2, 40, 35, 37], [40, 1, 3, 3], padding: 1, groups: 40);
        yield return Conv("depthwise, stride 2", [2, 40, 35, 37], [40, 1, 3, 3], 2, 1, groups: 40);
        yield return Conv("depthwise 5 x 5", [2, 33, 30, 30], [33, 1, 5, 5], padding: 2, groups: 33);
        yield return Op("transposed convolution", [[2, 18, 17, 19], [18, 11, 3, 3], [11]], t => F.Conv2dTranspose(t[0], t[1], t[2], stride: 2, padding: 1));
        yield return Op("convolution of sequences", [[4, 20, 300], [31, 20, 5], [31]], t => F.Conv1d(t[0], t[1], t[2], padding: 2));
        yield return Op("convolution of volumes", [[1, 7, 9, 14, 13], [12, 7, 3, 3, 3], [12]], t => F.Conv3d(t[0], t[1], t[2], padding: 1));
        yield return Op("maxima of windows", [[4, 21, 33, 35]], t => F.MaxPool2d(t[0], 3, stride: 2, padding: 1));
        yield return Op("means of windows", [[4, 21, 33, 35]], t => F.AvgPool2d(t[0], 3, stride: 2, padding: 1));
        yield return Op("adaptive means", [[4, 21, 33, 35]], t => F.AdaptiveAvgPool2d(t[0], (5, 1)));
    }

    private static IEnumerable<(string, Func<Tensor[]>)> Normalizations()
    {
        foreach (Shape shape in (Shape[])[[16, 33, 15, 17], [64, 6, 28, 28], [2, 3, 101, 103], [5000, 7]])
        {
            yield return Op($"batch_norm of {shape}", [shape, [shape[1]], [shape[1]]],
                t => F.BatchNorm(t[0], Paddle.Zeros([shape[1]]), Paddle.Ones([shape[1]]), t[1], t[2], training: true));
        }
        foreach (Shape shape in (Shape[])[[300, 129], [4096, 16], [3, 20_001]])
            yield return Op($"layer_norm of {shape}", [shape, [shape[1]], [shape[1]]], t => F.LayerNorm(t[0], [shape[1]], t[1], t[2]));
        yield return Op("group_norm", [[4, 24, 15, 17], [24], [24]], t => F.GroupNorm(t[0], 6, 1e-5, t[1], t[2]));
        yield return Op("instance_norm", [[4, 24, 15, 17], [24], [24]], t => F.InstanceNorm(t[0], weight: t[1], bias: t[2]));
    }

    private static IEnumerable<(string, Func<Tensor[]>)> Reductions()
    {
        foreach (Shape shape in (Shape[])[[100_003], [301, 257], [7, 20_001], [20_001, 7], [33, 35, 37]])
        {
            foreach (int axis in (int[])[0, -1])
            {
                yield return Op($"sum of {shape} over {axis}", [shape], t => t[0].Sum(axis));
                yield return Op($"mean of {shape} over {axis}", [shape], t => t[0].Mean(axis));
                yield return Op($"max of {shape} over {axis}", [shape], t => t[0].Max(axis));
                yield return Op($"logsumexp of {shape} over {axis}", [shape], t => t[0].Logsumexp(axis));
                yield return Op($"cumsum of {shape} over {axis}", [shape], t => t[0].Cumsum(axis));
                yield return ($"argmax of {shape} over {axis}", () => [Values(shape, 1).Argmax(axis)]);
            }
            yield return Op($"sum of {shape}", [shape], t => t[0].Sum());
            yield return Op($"variance of {shape}", [shape], t => t[0].Var());
            yield return Op($"norm of {shape}", [shape], t => t[0].Norm());
        }
        yield return Op("sum over the middle", [[33, 35, 37]], t => t[0].Sum(1));
        yield return Op("sum over the outer two", [[33, 35, 37]], t => t[0].Sum([0, 1]));
    }

    private static IEnumerable<(string, Func<Tensor[]>)> Others()
    {
        foreach (Shape shape in (Shape[])[[257, 301], [4096, 10], [3, 30_001]])
        {
            yield return Op($"softmax of {shape}", [shape], t => F.Softmax(t[0]));
            yield return Op($"log_softmax of {shape}", [shape], t => F.LogSoftmax(t[0]));
            yield return Op($"cross entropy of {shape}", [shape], t => F.CrossEntropy(t[0], Numbers(shape[0], shape[1])));
        }
        yield return Op("softmax over the rows", [[301, 257]], t => F.Softmax(t[0], 0));
        yield return Op("embedding with rows used often", [[50, 129]], t => F.Embedding(Numbers(3000, 50), t[0]));
        yield return Op("gather", [[200, 65]], t => t[0].Gather(Numbers(2000, 200)));
        yield return Op("scatter that adds", [[200, 65], [2000, 65]], t => t[0].Scatter(Numbers(2000, 200), t[1], overwrite: false));
        yield return Op("element-wise chain", [[100_003], [100_003]], t => F.Gelu((t[0] * t[1]) + t[0].Tanh()) - t[1].Exp());
        yield return Op("broadcast row and column", [[301, 257], [257], [301, 1]], t => (t[0] * t[1]) + t[2]);
        yield return Op("transpose and concat", [[65, 129, 7], [65, 7, 129]], t => Paddle.Concat([t[0].Transpose([0, 2, 1]), t[1]], 1));
        yield return Op("dropout", [[100_003]], t => F.Dropout(t[0], 0.3));
        yield return Op("bilinear interpolation", [[2, 5, 31, 33]], t => F.Interpolate(t[0], size: [61, 70], mode: "bilinear"));
        yield return ("random numbers", () => [Paddle.Uniform([100_003]), Paddle.Randn([100_003])]);
        yield return ("sort and topk", () => [Values([65, 1031], 1).Sort(), Values([65, 1031], 1).Argsort(), Values([65, 1031], 1).Topk(7).Values]);
    }

    private static IEnumerable<(string, Func<Tensor[]>)> Sequences()
    {
        yield return ("LSTM", () => Of(new LSTM(33, 65, 2), m => ((LSTM)m).Call(Values([5, 17, 33], 1)).Outputs));
        yield return ("GRU, both directions", () => Of(new GRU(33, 65, direction: "bidirect"), m => ((GRU)m).Call(Values([5, 17, 33], 1)).Outputs));
        yield return ("transformer encoder layer", () => Of(new TransformerEncoderLayer(96, 6, 200, 0.1, "gelu"), m => m.Call(Values([4, 37, 96], 1))));
    }

    private static IEnumerable<(string, Func<Tensor[]>)> Updates()
    {
        yield return ("SGD", () => Trained(p => new SGD(0.1, p)));
        yield return ("Momentum", () => Trained(p => new Momentum(0.1, 0.9, p, weightDecay: 0.01)));
        yield return ("Adam", () => Trained(p => new Adam(0.01, parameters: p)));
        yield return ("AdamW, clipped", () => Trained(p => new AdamW(0.01, parameters: p, gradClip: new ClipGradByGlobalNorm(0.5))));
        yield return ("Lamb", () => Trained(p => new Lamb(0.01, parameters: p)));
        yield return ("RMSProp", () => Trained(p => new RMSProp(0.01, parameters: p)));
        yield return ("Adagrad", () => Trained(p => new Adagrad(0.01, parameters: p)));
    }

    private static IEnumerable<(string, Func<Tensor[]>)> Networks()
    {
        yield return ("three steps of a convolutional network", EagerSteps);
        yield return ("three steps of a compiled network", CompiledSteps);
    }

    private static Tensor[] EagerSteps()
    {
        Layer net = Net();
        var optimizer = new Adam(0.001, parameters: net.Parameters());
        for (int i = 0; i < 3; i++)
        {
            F.CrossEntropy(net.Call(Values([64, 1, 28, 28], i)), Numbers(64, 10)).Backward();
            optimizer.Step();
            optimizer.ClearGrad();
        }
        return [.. net.Parameters().Select(p => p.Detach())];
    }

    private static Tensor[] CompiledSteps()
    {
        var main = new Trireme.Static.Program();
        Layer net;
        Variable loss;
        using (new ProgramGuard(main, new Trireme.Static.Program()))
        {
            net = Net();
            Variable x = Trireme.Static.Static.Data("x", [-1, 1, 28, 28]), y = Trireme.Static.Static.Data("y", [-1, 1], "int64");
            loss = (Variable)F.CrossEntropy(net.Call(x), y);
            new Adam(0.001, parameters: net.Parameters()).Minimize(loss);
        }
        var executor = new Executor();
        var results = new List<Tensor>();
        for (int i = 0; i < 3; i++)
        {
            Dictionary<string, Tensor> feed = new() { ["x"] = Values([64, 1, 28, 28], i), ["y"] = Numbers(64, 10).Reshape([64, 1]) };
            results.AddRange(executor.Run(main, feed, [loss]));
        }
        return [.. results, .. net.Parameters().Select(p => p.Detach())];
    }

    private static Layer Net() => new Sequential(
        new Conv2D(1, 6, 3, padding: 1), new BatchNorm2D(6), new ReLU(), new MaxPool2D(2, 2), new Conv2D(6, 16, 5), new ReLU(), new MaxPool2D(2, 2),
        new Flatten(), new Linear(400, 120), new ReLU(), new Linear(120, 10));

    private static (string, Func<Tensor[]>) Conv(string name, Shape x, Shape filter, int stride = 1, Padding padding = default, int dilation = 1,
        int groups = 1)
        => Op($"convolution {name}", [x, filter, [filter[0]]], t => F.Conv2d(t[0], t[1], t[2], stride, padding, dilation, groups));

    private static (string, Func<Tensor[]>) Op(string name, Shape[] shapes, Func<Tensor[], Tensor> f) => (name, () => Differentiated(shapes, f));

    private static Tensor[] Differentiated(Shape[] shapes, Func<Tensor[], Tensor> f)
    {
        Tensor[] inputs = [.. shapes.Select((s, i) => Values(s, i + 1))];
        foreach (Tensor input in inputs)
            input.StopGradient = false;
        Tensor output = f(inputs);
        (output * Values(output.Shape, 99)).Sum().Backward();
        return [output, .. inputs.Select(i => i.Grad!)];
    }

    private static Tensor[] Of(Layer layer, Func<Layer, Tensor> run)
    {
        Tensor output = run(layer);
        (output * Values(output.Shape, 99)).Sum().Backward();
        return [output, .. layer.Parameters().Select(p => p.Grad!)];
    }

    private static Tensor[] Trained(Func<Parameter[], Optimizer> make)
    {
        var layer = new Linear(401, 257);
        Optimizer optimizer = make([.. layer.Parameters()]);
        for (int i = 0; i < 3; i++)
        {
            layer.Weight.Grad = Values(layer.Weight.Shape, i);
            layer.Bias!.Grad = Values(layer.Bias.Shape, i + 10);
            optimizer.Step();
        }
        return [.. layer.Parameters().Select(p => p.Detach())];
    }

    private static Tensor Values(Shape shape, int seed)
    {
        var random = new System.Random(seed);
        var values = new float[shape.Numel];
        for (int i = 0; i < values.Length; i++)
            values[i] = (random.NextSingle() * 2) - 1;
        return Paddle.ToTensor<float>(values, shape);
    }

    private static Tensor Numbers(int count, int below)
    {
        var random = new System.Random(5);
        return Paddle.ToTensor<long>([.. Enumerable.Range(0, count).Select(_ => random.NextInt64(below))], [count]);
    }
}
