using F = Trireme.NN.Functional;

namespace Trireme.Bench.Rows;

/// <summary>Single operators: what a call costs, and how fast large ones run through memory.</summary>
internal static class OperatorRows
{
    public const int Large = 16 << 20;

    public static IEnumerable<Row> All()
    {
        Shape one = [1], large = [Large], matrix = [4096, 4096], rows = [4096, 1024];
        yield return Of("overhead", "add of one element, no gradient", "add", [one, one], t => t[0] + t[1]);
        yield return Of("overhead", "multiply of one element, no gradient", "mul", [one, one], t => t[0] * t[1]);
        yield return Of("overhead", "relu of one element, no gradient", "relu", [one], t => F.Relu(t[0]));
        yield return Of("overhead", "add of one element, recorded", "add", [one, one], t => t[0] + t[1], grad: true);
        yield return Of("overhead", "multiply of one element, recorded", "mul", [one, one], t => t[0] * t[1], grad: true);
        yield return Of("overhead", "multiply of one element, with sum and backward", "mul", [one, one], t => t[0] * t[1], grad: true, backward: true);

        yield return Of("element-wise", "add, 16 M", "add", [large, large], t => t[0] + t[1], bytes: 12);
        yield return Of("element-wise", "multiply, 16 M", "mul", [large, large], t => t[0] * t[1], bytes: 12);
        yield return Of("element-wise", "relu, 16 M", "relu", [large], t => F.Relu(t[0]), bytes: 8);
        yield return Of("element-wise", "exp, 16 M", "exp", [large], t => t[0].Exp(), bytes: 8);
        yield return Of("element-wise", "tanh, 16 M", "tanh", [large], t => t[0].Tanh(), bytes: 8);
        yield return Of("element-wise", "sigmoid, 16 M", "sigmoid", [large], t => F.Sigmoid(t[0]), bytes: 8);
        yield return Of("element-wise", "gelu, 16 M", "gelu", [large], t => F.Gelu(t[0]), bytes: 8);
        yield return Of("element-wise", "add a row to 4096 x 4096", "add", [matrix, [4096]], t => t[0] + t[1], bytes: 8);
        yield return Of("element-wise", "add a column to 4096 x 4096", "add", [matrix, [4096, 1]], t => t[0] + t[1], bytes: 8);

        yield return Of("element-wise", "chain of 5, 16 M", "chain", [large, large], t => Chain(t[0], t[1]), bytes: 12);

        yield return Of("reductions", "sum of 16 M", "sum", [large], t => t[0].Sum(), bytes: 4);
        yield return Of("reductions", "mean of 16 M", "mean", [large], t => t[0].Mean(), bytes: 4, tolerance: 2e-2);
        yield return Of("reductions", "maximum of 16 M", "max", [large], t => t[0].Max(), bytes: 4);
        yield return Of("reductions", "sum over rows of 4096 x 4096", "sum0", [matrix], t => t[0].Sum(0), bytes: 4);
        yield return Of("reductions", "sum over columns of 4096 x 4096", "sum1", [matrix], t => t[0].Sum(1), bytes: 4);
        yield return Of("reductions", "maximum over columns of 4096 x 4096", "max1", [matrix], t => t[0].Max(1), bytes: 4);
        yield return Of("reductions", "argmax over columns of 4096 x 4096", "argmax1", [matrix], t => t[0].Argmax(1), bytes: 4);

        yield return Of("rows", "softmax, 4096 x 1024", "softmax", [rows], t => F.Softmax(t[0]), bytes: 8);
        yield return Of("rows", "softmax, 64 x 10", "softmax", [[64, 10]], t => F.Softmax(t[0]));
        yield return Of("rows", "log_softmax, 4096 x 1024", "log_softmax", [rows], t => F.LogSoftmax(t[0]), bytes: 8);
        yield return Of("rows", "layer_norm, 4096 x 1024", "layer_norm", [rows, [1024], [1024]], t => F.LayerNorm(t[0], [1024], t[1], t[2]), bytes: 8);
        yield return Of("rows", "layer_norm, 4096 x 1024, with sum and backward", "layer_norm", [rows, [1024], [1024]],
            t => F.LayerNorm(t[0], [1024], t[1], t[2]), grad: true, backward: true);
        yield return Of("rows", "batch_norm in training, 32 x 64 x 56 x 56", "batch_norm", [[32, 64, 56, 56], [64], [64]],
            t => F.BatchNorm(t[0], Paddle.Zeros([64]), Paddle.Ones([64]), t[1], t[2], training: true), bytes: 8);
        yield return Of("movement", "transpose 4096 x 4096", "transpose", [matrix], t => t[0].Transpose([1, 0]), bytes: 8);
        yield return Of("movement", "concat two of 4096 x 1024 to 4096 x 2048", "concat", [rows, rows], t => Paddle.Concat([t[0], t[1]], 1), bytes: 8);
    }

    /// <summary>Five element-wise operators; the same in torch_side.py.</summary>
    public static Tensor Chain(Tensor x, Tensor y) => (F.Relu((x * y) + x) * 0.5f) - y;

    private static Row Of(string group, string name, string kind, Shape[] shapes, Func<Tensor[], Tensor> f, bool grad = false, bool backward = false,
        int bytes = 0, double tolerance = 1e-3)
        => Of(group, name, kind, () => [.. shapes.Select((s, i) => Values.Uniform(s, seed: i + 1))], f, grad, backward) with
        {
            Work = 1e-9 * bytes * shapes[0].Numel,
            WorkUnit = bytes > 0 ? "GB/s" : "",
            Tolerance = tolerance,
        };

    /// <summary>A function of some inputs, which torch_side.py has under the name of its kind.</summary>
    public static Row Of(string group, string name, string kind, Func<Tensor[]> inputs, Func<Tensor[], Tensor> f, bool grad = false, bool backward = false)
        => new(group, name, "operator", () => Open(inputs(), f, grad, backward)) { Arguments = new() { ["name"] = kind, ["grad"] = grad, ["backward"] = backward } };

    private static Case Open(Tensor[] inputs, Func<Tensor[], Tensor> f, bool grad, bool backward)
    {
        foreach (Tensor input in inputs)
            input.StopGradient = !grad;
        Action step = backward
            ? () =>
            {
                foreach (Tensor input in inputs)
                    input.ClearGradient(setToZero: false);
                f(inputs).Sum().Backward();
            }
        : () => f(inputs);
        return new Case(step, inputs.Select((t, i) => (t, i)).ToDictionary(p => $"x{p.i}", p => p.t), () => Outputs(inputs, f, grad));
    }

    private static Dictionary<string, Tensor> Outputs(Tensor[] inputs, Func<Tensor[], Tensor> f, bool grad)
    {
        Tensor result = f(inputs);
        Dictionary<string, Tensor> found = new() { ["out"] = result };
        if (grad)
        {
            (result * result).Sum().Backward();
            for (int i = 0; i < inputs.Length; i++)
                found[$"g{i}"] = inputs[i].Grad!.Detach();
        }
        return found;
    }
}
