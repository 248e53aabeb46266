using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Sequences;

/// <summary>Recurrent layers against loops over each sequence in double precision.</summary>
public class RecurrentLayerTests
{
    private static readonly int[] Lengths = [3, 1, 4];

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    public void Lstm_follows_its_formula(bool peepholes, bool reverse, bool states)
    {
        using var p = new LayerProgram();
        const int D = 3;
        Variable x = Layers.Data("x", [4 * D], lodLevel: 1), h0 = Layers.Data("h0", [D]), c0 = Layers.Data("c0", [D]);
        (Tensor hidden, Tensor cell) = Layers.DynamicLstm(x, 4 * D, states ? h0 : null, states ? c0 : null, usePeepholes: peepholes, isReverse: reverse, biasAttr: new NN.Initializers.Uniform());
        Assert.Equal(1, ((Variable)hidden).LodLevel);
        Assert.Equal(["lstm_0.w_0", "lstm_0.b_0"], p.ParameterNames().Select(n => "lstm_0" + n[n.IndexOf('.')..]));
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Ragged(Numbers([8, 4 * D]), Lengths), ["h0"] = Numbers([3, D]) * 0.5, ["c0"] = Numbers([3, D]) };
        Tensor[] r = p.Run(feed, hidden, cell);
        double[][] weight = Rows(p.Parameter(p.ParameterNames()[0]));
        double[] bias = Rows(p.Parameter(p.ParameterNames()[1]))[0];
        Assert.Equal(peepholes ? 7 * D : 4 * D, bias.Length);
        (double[][] h, double[][] c) = Lstm(Rows(feed["x"]), weight, bias, states ? Rows(feed["h0"]) : null, states ? Rows(feed["c0"]) : null, reverse, v => v, null);
        Near(h, r[0]);
        Near(c, r[1]);
        Assert.Equal("[[0, 3, 4, 8]]", r[0].Lod!.ToString());
    }

    [Fact]
    public void Lstm_is_trained()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [5], lodLevel: 1);
        (Tensor hidden, _) = Layers.DynamicLstm(Layers.Fc(x, 8, biasAttr: false), 8);
        Assert.Equal(1, ((Variable)hidden).LodLevel);
        p.Trains(Layers.ReduceSum(Layers.Square(Layers.SequencePool(hidden, "sum"))), new() { ["x"] = Ragged(Numbers([8, 5]), Lengths) });
    }

    [Fact]
    public void Projected_lstm_follows_its_formula_and_is_trained()
    {
        using var p = new LayerProgram();
        const int D = 3;
        Variable x = Layers.Data("x", [4 * D], lodLevel: 1);
        (Tensor projection, Tensor cell) = Layers.DynamicLstmp(x, 4 * D, 2, paramAttr: "shared", biasAttr: new NN.Initializers.Uniform(), cellClip: 0.4, projClip: 0.25);
        p.Start();
        Assert.Equal(["shared", "shared_proj"], p.ParameterNames()[..2]);
        var feed = new Dictionary<string, Tensor> { ["x"] = Ragged(Numbers([8, 4 * D]), Lengths) };
        Tensor[] r = p.Run(feed, projection, cell);
        double[][] weight = Rows(p.Parameter("shared")), project = Rows(p.Parameter("shared_proj"));
        double[] bias = Rows(p.Parameter(p.ParameterNames()[2]))[0];
        (double[][] h, double[][] c) = Lstm(Rows(feed["x"]), weight, bias, null, null, false,
            hidden => Enumerable.Range(0, 2).Select(j => Math.Clamp(Math.Tanh(hidden.Select((v, i) => v * project[i][j]).Sum()), -0.25, 0.25)).ToArray(), 0.4);
        Near(h, r[0]);
        Near(c, r[1]);
        Assert.Contains(r[1].ToArray<float>(), v => Math.Abs(v) == 0.4f);

        using var q = new LayerProgram();
        x = Layers.Data("x", [4 * D], lodLevel: 1);
        (projection, _) = Layers.DynamicLstmp(x, 4 * D, 2, usePeepholes: false, projActivation: "identity");
        q.Trains(Layers.ReduceSum(Layers.Square(projection)), feed);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Gru_follows_its_formula_and_is_trained(bool reverse, bool origin)
    {
        using var p = new LayerProgram();
        const int D = 3;
        Variable x = Layers.Data("x", [3 * D], lodLevel: 1), h0 = Layers.Data("h0", [D]);
        Tensor hidden = Layers.DynamicGru(x, D, biasAttr: new NN.Initializers.Uniform(), isReverse: reverse, h0: h0, originMode: origin);
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Ragged(Numbers([8, 3 * D]), Lengths), ["h0"] = Numbers([3, D]) };
        Tensor r = p.Run(feed, hidden)[0];
        double[] weight = Rows(p.Parameter(p.ParameterNames()[0])).SelectMany(v => v).ToArray(), bias = Rows(p.Parameter(p.ParameterNames()[1]))[0];
        double[][] rows = Rows(feed["x"]), states = Rows(feed["h0"]), expected = new double[8][];
        int begin = 0;
        for (int s = 0; s < Lengths.Length; begin += Lengths[s++])
        {
            double[] h = states[s];
            for (int t = 0; t < Lengths[s]; t++)
            {
                int row = begin + (reverse ? Lengths[s] - 1 - t : t);
                h = expected[row] = GruStep(rows[row], h, weight, bias, origin).Hidden;
            }
        }
        Near(expected, r);
        p.Trains(Layers.ReduceSum(Layers.Square(hidden)), feed);
    }

    [Fact]
    public void Gru_unit_is_one_step_of_it()
    {
        using var p = new LayerProgram();
        const int D = 3;
        Variable x = Layers.Data("x", [3 * D]), before = Layers.Data("h", [D]);
        (Tensor hidden, Tensor reset, Tensor gate) = Layers.GruUnit(x, before, 3 * D, biasAttr: new NN.Initializers.Uniform());
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([4, 3 * D]), ["h"] = Numbers([4, D]) };
        Tensor[] r = p.Run(feed, hidden, reset, gate);
        double[] weight = Rows(p.Parameter(p.ParameterNames()[0])).SelectMany(v => v).ToArray(), bias = Rows(p.Parameter(p.ParameterNames()[1]))[0];
        var steps = Rows(feed["x"]).Zip(Rows(feed["h"]), (a, h) => GruStep(a, h, weight, bias, false)).ToArray();
        Near(steps.Select(s => s.Hidden).ToArray(), r[0]);
        Near(steps.Select(s => s.Reset).ToArray(), r[1]);
        Near(steps.Select(s => s.Gate).ToArray(), r[2]);
        p.Trains(Layers.ReduceSum(Layers.Square(hidden)), feed);
    }

    [Fact]
    public void Lstm_unit_is_a_layer_and_a_step()
    {
        using var p = new LayerProgram();
        const int D = 2;
        Variable x = Layers.Data("x", [3]), h = Layers.Data("h", [D]), c = Layers.Data("c", [D]);
        (Tensor hidden, Tensor cell) = Layers.LstmUnit(x, h, c, forgetBias: 1.0);
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([4, 3]), ["h"] = Numbers([4, D]), ["c"] = Numbers([4, D]) * 2.0 };
        Tensor[] r = p.Run(feed, hidden, cell);
        double[][] weight = Rows(p.Parameter(p.ParameterNames()[0])), xs = Rows(feed["x"]), hs = Rows(feed["h"]), cs = Rows(feed["c"]), eh = new double[4][], ec = new double[4][];
        for (int n = 0; n < 4; n++)
        {
            double[] joined = [.. xs[n], .. hs[n]];
            double Part(int column) => joined.Select((v, i) => v * weight[i][column]).Sum();
            ec[n] = Enumerable.Range(0, D).Select(d => (Sigmoid(Part(D + d) + 1) * cs[n][d]) + (Sigmoid(Part(d)) * Math.Tanh(Part((3 * D) + d)))).ToArray();
            eh[n] = Enumerable.Range(0, D).Select(d => Sigmoid(Part((2 * D) + d)) * Math.Tanh(ec[n][d])).ToArray();
        }
        Near(eh, r[0]);
        Near(ec, r[1]);
        p.Trains(Layers.ReduceSum(Layers.Square(hidden)), feed);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Layers_of_lstm_take_their_weights_from_one_vector(int layers, bool both)
    {
        using var p = new LayerProgram();
        const int T = 4, B = 2, I = 3, H = 2;
        int directions = both ? 2 : 1;
        Variable x = Layers.Data("x", [T, B, I], appendBatchSize: false), h = Layers.Data("h", [layers * directions, B, H], appendBatchSize: false),
            c = Layers.Data("c", [layers * directions, B, H], appendBatchSize: false);
        (Tensor y, Tensor lastH, Tensor lastC) = Layers.Lstm(x, h, c, T, H, layers, isBidirec: both, defaultInitializer: new NN.Initializers.Uniform(-0.8, 0.8));
        p.Start();
        var feed = new Dictionary<string, Tensor> { ["x"] = Numbers([T, B, I]), ["h"] = Numbers([layers * directions, B, H]), ["c"] = Numbers([layers * directions, B, H]) * 0.5 };
        Tensor[] r = p.Run(feed, y, lastH, lastC);
        float[] all = p.Parameter(Assert.Single(p.ParameterNames())).ToArray<float>();
        int networks = layers * directions, at = 0, biases = Enumerable.Range(0, networks).Sum(n => 4 * H * ((n < directions ? I : directions * H) + H));
        Assert.Equal(biases + (networks * 8 * H), all.Length);
        double[][][] input = Enumerable.Range(0, B).Select(b => Enumerable.Range(0, T).Select(t => Enumerable.Range(0, I).Select(i => (double)feed["x"][t, b, i].Item<float>()).ToArray()).ToArray()).ToArray();
        for (int layer = 0; layer < layers; layer++)
        {
            double[][][] output = Enumerable.Range(0, B).Select(_ => Enumerable.Range(0, T).Select(_ => new double[directions * H]).ToArray()).ToArray();
            for (int d = 0; d < directions; d++)
            {
                int network = (layer * directions) + d, width = input[0][0].Length, own = at, state = at + (4 * H * width), bias = biases + (network * 8 * H);
                at = state + (4 * H * H);
                for (int b = 0; b < B; b++)
                {
                    double[] hidden = Enumerable.Range(0, H).Select(i => (double)feed["h"][network, b, i].Item<float>()).ToArray();
                    double[] cell = Enumerable.Range(0, H).Select(i => (double)feed["c"][network, b, i].Item<float>()).ToArray();
                    for (int t = 0; t < T; t++)
                    {
                        double[] now = input[b][d == 0 ? t : T - 1 - t];
                        double Gate(int row) => now.Select((v, i) => v * all[own + (row * width) + i]).Sum() + hidden.Select((v, i) => v * all[state + (row * H) + i]).Sum()
                            + all[bias + row] + all[bias + (4 * H) + row];
                        double[] gates = Enumerable.Range(0, 4 * H).Select(Gate).ToArray();
                        for (int k = 0; k < H; k++)
                        {
                            cell[k] = (Sigmoid(gates[H + k]) * cell[k]) + (Sigmoid(gates[k]) * Math.Tanh(gates[(2 * H) + k]));
                            hidden[k] = Sigmoid(gates[(3 * H) + k]) * Math.Tanh(cell[k]);
                        }
                        hidden.CopyTo(output[b][d == 0 ? t : T - 1 - t], d * H);
                    }
                    Near([hidden], r[1][network, b].Unsqueeze(0));
                    Near([cell], r[2][network, b].Unsqueeze(0));
                }
            }
            input = output;
        }
        for (int t = 0; t < T; t++)
            Near(Enumerable.Range(0, B).Select(b => input[b][t]).ToArray(), r[0][t]);
        p.Trains(Layers.ReduceSum(Layers.Square(y)), feed);
    }

    [Fact]
    public void Impossible_layers_are_refused()
    {
        using var p = new LayerProgram();
        Variable x = Layers.Data("x", [12], lodLevel: 1), h = Layers.Data("h", [3]);
        Assert.Throws<InvalidArgumentException>(() => Layers.DynamicLstm(x, 10));
        Assert.Throws<InvalidArgumentException>(() => Layers.DynamicLstm(x, 12, h0: h));
        Assert.Throws<InvalidArgumentException>(() => Layers.DynamicLstm(x, 12, biasAttr: false));
        Assert.Throws<InvalidArgumentException>(() => Layers.DynamicLstm(x, 16));
        Assert.Throws<InvalidArgumentException>(() => Layers.DynamicGru(x, 4, gateActivation: "swish"));
        Assert.Throws<InvalidArgumentException>(() => Layers.DynamicLstmp(x, 12, 0));
        Assert.Throws<InvalidArgumentException>(() => Layers.GruUnit(x, h, 10));
    }

    private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

    // The columns are those of candidate, input, forget and output gate; the bias goes on with the peepholes of the three gates.
    private static (double[][] Hidden, double[][] Cell) Lstm(double[][] rows, double[][] weight, double[] bias, double[][]? h0, double[][]? c0, bool reverse, Func<double[], double[]> project, double? clip)
    {
        int width = weight[0].Length / 4;
        bool peeps = bias.Length == 7 * width;
        var hidden = new double[rows.Length][];
        var cells = new double[rows.Length][];
        int begin = 0;
        for (int s = 0; s < Lengths.Length; begin += Lengths[s++])
        {
            double[] h = h0?[s] ?? new double[weight.Length], c = c0?[s] ?? new double[width];
            for (int t = 0; t < Lengths[s]; t++)
            {
                int row = begin + (reverse ? Lengths[s] - 1 - t : t);
                double[] gates = rows[row].Select((v, j) => v + bias[j] + h.Select((hv, i) => hv * weight[i][j]).Sum()).ToArray(), next = new double[width], value = new double[width];
                for (int d = 0; d < width; d++)
                {
                    double input = Sigmoid(gates[width + d] + (peeps ? bias[(4 * width) + d] * c[d] : 0)), forget = Sigmoid(gates[(2 * width) + d] + (peeps ? bias[(5 * width) + d] * c[d] : 0));
                    next[d] = (forget * c[d]) + (input * Math.Tanh(gates[d]));
                    if (clip is { } limit)
                        next[d] = Math.Clamp(next[d], -limit, limit);
                    value[d] = Sigmoid(gates[(3 * width) + d] + (peeps ? bias[(6 * width) + d] * next[d] : 0)) * Math.Tanh(next[d]);
                }
                (hidden[row], cells[row]) = (h, c) = (project(value), next);
            }
        }
        return (hidden, cells);
    }

    // The weight holds first both gates' [D, 2D], then the candidate's [D, D].
    private static (double[] Hidden, double[] Reset, double[] Gate) GruStep(double[] x, double[] h, double[] weight, double[] bias, bool origin)
    {
        int width = h.Length;
        double[] gates = Enumerable.Range(0, 2 * width).Select(j => Sigmoid(x[j] + bias[j] + h.Select((v, i) => v * weight[(i * 2 * width) + j]).Sum())).ToArray();
        double[] reset = h.Select((v, i) => v * gates[width + i]).ToArray();
        double[] candidate = Enumerable.Range(0, width)
            .Select(j => Math.Tanh(x[(2 * width) + j] + bias[(2 * width) + j] + reset.Select((v, i) => v * weight[(2 * width * width) + (i * width) + j]).Sum())).ToArray();
        double[] hidden = h.Select((v, i) => origin ? (gates[i] * v) + ((1 - gates[i]) * candidate[i]) : ((1 - gates[i]) * v) + (gates[i] * candidate[i])).ToArray();
        return (hidden, reset, [.. gates, .. candidate]);
    }
}
