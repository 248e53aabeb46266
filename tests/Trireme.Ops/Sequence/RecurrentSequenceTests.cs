using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Sequence;

public sealed class RecurrentSequenceTests
{
    private const int Width = 3;

    private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Lstm_follows_its_definition(bool peepholes, bool reverse)
    {
        int[] lengths = [2, 4, 1];
        Tensor x = Uniform([7, 4 * Width]).WithLod(lengths), w = Uniform([Width, 4 * Width], 1), b = Uniform([1, (peepholes ? 7 : 4) * Width], 2), h0 = Uniform([3, Width], 3), c0 = Uniform([3, Width], 4);
        Tensor[] y = Run(new LstmOp(peepholes, reverse), [x], [h0], [c0], [w], [b]);
        float[] xs = x.ToArray<float>(), ws = w.ToArray<float>(), bs = b.ToArray<float>(), h = h0.ToArray<float>(), s = c0.ToArray<float>();
        double[] hidden = new double[7 * Width], cell = new double[7 * Width];
        int start = 0;
        for (int q = 0; q < 3; start += lengths[q++])
        {
            double[] before = h[(q * Width)..((q + 1) * Width)].Select(v => (double)v).ToArray(), state = s[(q * Width)..((q + 1) * Width)].Select(v => (double)v).ToArray();
            for (int t = 0; t < lengths[q]; t++)
            {
                int row = start + (reverse ? lengths[q] - 1 - t : t);
                double Gate(int gate, int d) => xs[(row * 4 * Width) + (gate * Width) + d] + bs[(gate * Width) + d]
                    + Enumerable.Range(0, Width).Sum(k => before[k] * ws[(k * 4 * Width) + (gate * Width) + d]);
                double Peep(int gate, int d) => peepholes ? bs[((4 + gate) * Width) + d] : 0;
                double[] next = Enumerable.Range(0, Width).Select(d => (Math.Tanh(Gate(0, d)) * Sigmoid(Gate(1, d) + (state[d] * Peep(0, d)))) + (state[d] * Sigmoid(Gate(2, d) + (state[d] * Peep(1, d))))).ToArray();
                before = Enumerable.Range(0, Width).Select(d => Sigmoid(Gate(3, d) + (next[d] * Peep(2, d))) * Math.Tanh(next[d])).ToArray();
                state = next;
                before.CopyTo(hidden, row * Width);
                state.CopyTo(cell, row * Width);
            }
        }
        Close(hidden, y[0]);
        Close(cell, y[1]);
        Assert.Equal(x.Lod, y[0].Lod);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gru_follows_its_definition(bool origin)
    {
        int[] lengths = [3, 1];
        Tensor x = Uniform([4, 3 * Width]).WithLod(lengths), w = Uniform([Width, 3 * Width], 1), b = Uniform([1, 3 * Width], 2);
        Tensor y = Run(new GruOp(OriginMode: origin), [x], [], [w], [b])[0];
        float[] xs = x.ToArray<float>(), ws = w.ToArray<float>(), bs = b.ToArray<float>();
        double[] hidden = new double[4 * Width];
        double In(int row, int gate, int d) => xs[(row * 3 * Width) + (gate * Width) + d] + bs[(gate * Width) + d];
        for (int row = 0; row < 4; row++)
        {
            double[] h = row is 0 or 3 ? new double[Width] : hidden[((row - 1) * Width)..(row * Width)];
            // The weight's elements are those of [D, 2D] for the gates, then of [D, D] for the candidate.
            double[] u = Enumerable.Range(0, Width).Select(d => Sigmoid(In(row, 0, d) + Enumerable.Range(0, Width).Sum(k => h[k] * ws[(k * 2 * Width) + d]))).ToArray();
            double[] r = Enumerable.Range(0, Width).Select(d => Sigmoid(In(row, 1, d) + Enumerable.Range(0, Width).Sum(k => h[k] * ws[(k * 2 * Width) + Width + d]))).ToArray();
            double[] c = Enumerable.Range(0, Width).Select(d => Math.Tanh(In(row, 2, d) + Enumerable.Range(0, Width).Sum(k => r[k] * h[k] * ws[(2 * Width * Width) + (k * Width) + d]))).ToArray();
            for (int d = 0; d < Width; d++)
                hidden[(row * Width) + d] = origin ? (u[d] * h[d]) + ((1 - u[d]) * c[d]) : ((1 - u[d]) * h[d]) + (u[d] * c[d]);
        }
        Close(hidden, y);
        // One step alone is the same step.
        Tensor[] unit = Run(new GruUnitOp(OriginMode: origin), [x.Slice(0, 1, 2)], [y.Slice(0, 0, 1)], [w], [b]);
        Close(hidden[Width..(2 * Width)], unit[2]);
    }

    [Fact]
    public void Lstm_unit_and_projection()
    {
        Tensor x = Floats([1, 4], 0.1f, 0.2f, 0.3f, 0.4f), c = Floats([1, 1], 0.5f);
        double cell = (Sigmoid(0.2 + 1) * 0.5) + (Sigmoid(0.1) * Math.Tanh(0.4));
        Tensor[] y = Run(new LstmUnitOp(1f), [x], [c]);
        Close([cell], y[0]);
        Close([Sigmoid(0.3) * Math.Tanh(cell)], y[1]);
        Tensor[] p = Run(new LstmpOp(false), [Floats([1, 4], 0.1f, 0.2f, 0.3f, 0.4f).WithLod([1])], [], [], [Floats([2, 4], new float[8])], [Floats([1, 2], 1, 2)], [Floats([1, 4], 0, 0, 0, 0)]);
        double first = Math.Tanh(0.1) * Sigmoid(0.2), output = Sigmoid(0.4) * Math.Tanh(first);
        Close([Math.Tanh(output), Math.Tanh(2 * output)], p[0]);
    }

    [Fact]
    public void Ctc_takes_sequences()
    {
        // One step, one label: the loss is the cross entropy.
        Tensor logits = Floats([1, 3], 0.1f, 0.2f, 0.3f).WithLod([1]), label = Ints([1, 1], 2).WithLod([1]);
        double[] e = [Math.Exp(0.1), Math.Exp(0.2), Math.Exp(0.3)];
        Close([-Math.Log(e[2] / e.Sum())], Run(new WarpCtcOp(), [logits], [label])[0]);
    }
}
