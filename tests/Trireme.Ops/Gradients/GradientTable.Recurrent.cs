using Trireme.Operators;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    // The gradient is one operator over all steps; it has no gradient itself.
    public static GradientRow[] Recurrent =>
    [
        new("rnn, LSTM, two layers, both directions", x => Network("LSTM", 4, x, 2, true), Weights(4, 2, true)) { SecondOrder = false },
        new("rnn, LSTM, lengths", x => Network("LSTM", 4, x, 1, true, [4, 1, 0]), Weights(4, 1, true)) { SecondOrder = false },
        new("rnn, GRU, two layers, both directions", x => Network("GRU", 3, x, 2, true), Weights(3, 2, true)) { SecondOrder = false },
        new("rnn, GRU, lengths", x => Network("GRU", 3, x, 2, false, [2, 4, 3]), Weights(3, 2, false)) { SecondOrder = false },
        new("rnn, tanh", x => Network("RNN_TANH", 1, x, 2, true, [2, 4, 3]), Weights(1, 2, true)) { SecondOrder = false },
        new("rnn, relu", x => Network("RNN_RELU", 1, x, 1, false), Weights(1, 1, false)) { SecondOrder = false },
        new("cudnn_lstm", x => new CudnnLstmOp(4, true, 2, 3, 2).ApplyAll(x[0], x[1], x[2], x[3])[2], Uniform([4, 2, 2]), Uniform([4, 2, 3], seed: 1), Uniform([4, 2, 3], seed: 2),
            Uniform(new CudnnLstmOp(4, true, 2, 3, 2).WeightSize, -0.6, 0.6, 3)) { SecondOrder = false },
        new("rnn, dropout between layers", x => Network("LSTM", 4, x, 3, false, dropout: 0.4f), Weights(4, 3, false)) { SecondOrder = false },
    ];

    // Four steps, three sequences, two features, five units.
    private static Tensor[] Weights(int gates, int layers, bool both)
    {
        int pairs = layers * (both ? 2 : 1), states = gates == 4 ? 2 : 1;
        var inputs = new List<Tensor> { Uniform([4, 3, 2]) };
        for (int i = 0; i < states; i++)
            inputs.Add(Uniform([pairs, 3, 5], seed: i));
        for (int i = 0; i < pairs; i++)
        {
            inputs.Add(Uniform([gates * 5, i < pairs / layers ? 2 : both ? 10 : 5], -0.6, 0.6, 10 + i));
            inputs.Add(Uniform([gates * 5, 5], -0.6, 0.6, 30 + i));
        }
        for (int i = 0; i < 2 * pairs; i++)
            inputs.Add(Uniform([gates * 5], seed: 50 + i));
        return inputs.ToArray();
    }

    private static Tensor[] Network(string mode, int gates, Tensor[] x, int layers, bool both, long[]? lengths = null, float dropout = 0)
    {
        int states = gates == 4 ? 2 : 1;
        Tensor[] results = new RnnOp(dropout, both, 2, 5, layers, mode, Seed: 5)
            .ApplyAll(x[0], x[1..(1 + states)], x[(1 + states)..], lengths is null ? null : Integers(lengths.Length, lengths));
        return results[..(1 + states)];
    }
}
