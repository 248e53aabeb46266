using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Sequence;

public sealed class SequenceTests
{
    private static Tensor Rows => Floats([6, 2], 1, 8, 3, 2, 5, 4, 7, 7, -1, -2, -3, 0).WithLod([3, 0, 1, 2]);

    [Theory]
    [InlineData("SUM", new double[] { 9, 14, -9, -9, 7, 7, -4, -2 })]
    [InlineData("AVERAGE", new double[] { 3, 14 / 3.0, -9, -9, 7, 7, -2, -1 })]
    [InlineData("MAX", new double[] { 5, 8, -9, -9, 7, 7, -1, 0 })]
    [InlineData("FIRST", new double[] { 1, 8, -9, -9, 7, 7, -1, -2 })]
    [InlineData("LAST", new double[] { 5, 4, -9, -9, 7, 7, -3, 0 })]
    public void A_sequence_becomes_one_row(string kind, double[] expected) => Close(expected, Run(new SequencePoolOp(kind, -9f), [Rows])[0]);

    [Fact]
    public void The_root_of_the_length_divides()
    {
        Tensor y = Run(new SequencePoolOp("SQRT"), [Floats([4, 1], 1, 2, 3, 4).WithLod([2, 1], [1, 2, 1])])[0];
        Close([1, 5 / Math.Sqrt(2), 4], y);
        Assert.Equal(Lod.FromLengths([2, 1]), y.Lod);
    }

    [Fact]
    public void Softmax_within_sequences()
    {
        Tensor y = Run(new SequenceSoftmaxOp(), [Floats([5, 1], 1, 2, 1000, 1000, 3).WithLod([2, 2, 1])])[0];
        Close([1 / (1 + Math.E), Math.E / (1 + Math.E), 0.5, 0.5, 1], y);
    }

    [Fact]
    public void Expanding_repeats_sequences()
    {
        Tensor x = Floats([4, 1], 1, 2, 3, 4).WithLod([2, 2]), y = Floats([8, 1], new float[8]).WithLod([2, 2], [3, 3, 1, 1]);
        Tensor repeated = Run(new SequenceExpandOp(0), [x], [y])[0];
        Close([1, 2, 1, 2, 3, 4, 3, 4], repeated);
        Assert.Equal(Lod.FromLengths([2, 2, 2, 2]), repeated.Lod);
        Tensor rows = Floats([3, 1], 1, 2, 3), counts = Floats([5, 1], new float[5]).WithLod([2, 0, 3]);
        Close([1, 1, 3, 3, 3], Run(new SequenceExpandOp(), [rows], [counts])[0]);
        Tensor like = Run(new SequenceExpandAsOp(), [rows], [counts])[0];
        Close([1, 1, 3, 3, 3], like);
        Assert.Equal(counts.Lod, like.Lod);
    }

    [Fact]
    public void Rows_move_within_and_between_sequences()
    {
        Tensor x = Floats([5, 1], 1, 2, 3, 4, 5).WithLod([3, 2]), y = Floats([3, 1], 6, 7, 8).WithLod([1, 2]);
        Tensor joined = Run(new SequenceConcatOp(), [x, y])[0];
        Close([1, 2, 3, 6, 4, 5, 7, 8], joined);
        Assert.Equal(Lod.FromLengths([4, 4]), joined.Lod);
        Close([3, 2, 1, 5, 4], Run(new SequenceReverseOp(), [x])[0]);
        Tensor part = Run(new SequenceSliceOp(), [x], [Longs([2, 1], 1, 0)], [Longs([2, 1], 2, 1)])[0];
        Close([2, 3, 4], part);
        Assert.Equal(Lod.FromLengths([2, 1]), part.Lod);
        Tensor[] padded = Run(new SequencePadOp(4), [x], [Floats([1], 9)]);
        Assert.Equal([2, 4, 1], padded[0].Shape.ToArray());
        Close([1, 2, 3, 9, 4, 5, 9, 9], padded[0]);
        Close([3, 2], padded[1]);
        Tensor back = Run(new SequenceUnpadOp(), [padded[0]], [padded[1]])[0];
        Close([1, 2, 3, 4, 5], back);
        Assert.Equal(x.Lod, back.Lod);
        Assert.Throws<InvalidArgumentException>(() => new SequencePoolOp().Apply(Uniform([2, 2])));
    }

    [Fact]
    public void Tokens()
    {
        Tensor x = Longs([6, 1], 1, 2, 3, 2, 5, 6).WithLod([4, 2]);
        Tensor left = Run(new SequenceEraseOp([2, 6]), [x])[0];
        Close([1, 3, 5], left);
        Assert.Equal(Lod.FromLengths([2, 1]), left.Lod);
        Close([1, 2, 2, 3, 3, 2, 2, 0, 5, 6, 6, 0], Run(new SequenceEnumerateOp(2), [x])[0]);
        Close([1, 1, 0, 1, 1, 1], Run(new SequenceMaskOp(3), [Longs([2], 2, 3)])[0]);
        Tensor wide = Run(new SequenceReshapeOp(4), [Floats([4, 2], 1, 2, 3, 4, 5, 6, 7, 8).WithLod([2, 2])])[0];
        Assert.Equal(Lod.FromLengths([1, 1]), wide.Lod);
        Close([2, 1, 1, 1, 1, 4], Run(new SequenceScatterOp(), [Floats([2, 3], 1, 1, 1, 1, 1, 1)], [Longs([3, 1], 0, 2, 2).WithLod([1, 2])], [Floats([3, 1], 1, 1, 2).WithLod([1, 2])])[0]);
        Assert.Equal(Lod.FromLengths([2, 4]), Run(new LodResetOp([0, 2, 6]), [x])[0].Lod);
        Assert.Equal(Lod.FromLengths([1, 5]), Run(new LodResetOp(), [x], [Ints(3, 0, 1, 6)])[0].Lod);
        Assert.Equal(Lod.FromLengths([4, 2]), x.Lod);
    }

    [Fact]
    public void Windows_end_where_their_sequence_ends()
    {
        Tensor x = Uniform([5, 2]).WithLod([3, 2]), filter = Uniform([6, 3], 1), rows = Uniform([2, 2], 2);
        float[] a = x.ToArray<float>(), f = filter.ToArray<float>(), r = rows.ToArray<float>();
        double At(int row, int d) => row < 0 || row > 4 ? 0 : a[(row * 2) + d];
        int Of(int row) => row < 3 ? 0 : 1;
        double[] expected = Enumerable.Range(0, 15).Select(i => Enumerable.Range(0, 6).Sum(k =>
        {
            int row = i / 3, at = row - 1 + (k / 2);
            return at >= 0 && at < 5 && Of(at) == Of(row) ? At(at, k % 2) * f[(k * 3) + (i % 3)] : 0;
        })).ToArray();
        Close(expected, Run(new SequenceConvOp(-1, 3), [x], [], [filter])[0]);
        double[] ahead = Enumerable.Range(0, 10).Select(i => Enumerable.Range(0, 2).Sum(k =>
        {
            int at = (i / 2) + k;
            return at < 5 && Of(at) == Of(i / 2) ? At(at, i % 2) * r[(k * 2) + (i % 2)] : 0;
        })).ToArray();
        Close(ahead, Run(new RowConvOp(), [x], [rows])[0]);
        Tensor patches = Run(new Im2SequenceOp([2, 2], [2, 2]), [Floats([1, 1, 2, 4], 1, 2, 3, 4, 5, 6, 7, 8)])[0];
        Close([1, 2, 5, 6, 3, 4, 7, 8], patches);
        Assert.Equal(Lod.FromLengths([2]), patches.Lod);
    }

    [Fact]
    public void Comparing_token_lists()
    {
        Tensor[] distance = Run(new EditDistanceOp(), [Longs([7, 1], 1, 2, 3, 4, 5, 6, 7).WithLod([4, 3])], [Longs([5, 1], 1, 3, 4, 6, 7).WithLod([3, 2])]);
        Close([2], distance[0]);
        Close([1, 1], distance[1]);
        Tensor merged = Run(new CtcAlignOp(0), [Ints([8, 1], 0, 1, 1, 0, 1, 2, 2, 0).WithLod([4, 4])])[0];
        Close([1, 1, 2], merged);
        Assert.Equal(Lod.FromLengths([1, 2]), merged.Lod);
        // Tags of two kinds as IOB: B0 I0 B1 I1 O = 0 1 2 3 4.
        Tensor[] scores = Run(new ChunkEvalOp(2), [Longs([6, 1], 0, 1, 4, 2, 3, 0).WithLod([6])], [Longs([6, 1], 0, 1, 4, 2, 4, 0).WithLod([6])]);
        Close([2.0 / 3], scores[0]);
        Close([2.0 / 3], scores[1]);
        Close([3], scores[3]);
        Close([2], scores[5]);
    }

    [Fact]
    public void Chains_are_summed_and_searched()
    {
        const int tags = 3;
        Tensor x = Uniform([5, tags]).WithLod([3, 2]), transition = Uniform([tags + 2, tags], 1), label = Longs([5, 1], 2, 0, 1, 1, 2).WithLod([3, 2]);
        float[] e = x.ToArray<float>(), w = transition.ToArray<float>();
        double Weight(int[] path, int first) => w[path[0]] + w[tags + path[^1]] + path.Select((p, t) => (double)e[((first + t) * tags) + p]).Sum()
            + Enumerable.Range(1, path.Length - 1).Sum(t => (double)w[((2 + path[t - 1]) * tags) + path[t]]);
        IEnumerable<int[]> Paths(int length) => Enumerable.Range(0, (int)Math.Pow(tags, length)).Select(n => Enumerable.Range(0, length).Select(t => n / (int)Math.Pow(tags, t) % tags).ToArray());
        double Cost(int[] path, int first) => Math.Log(Paths(path.Length).Sum(p => Math.Exp(Weight(p, first)))) - Weight(path, first);
        Close([Cost([2, 0, 1], 0), Cost([1, 2], 3)], Run(new LinearChainCrfOp(), [x], [transition], [label])[0]);
        int[] best = [.. Paths(3).MaxBy(p => Weight(p, 0))!, .. Paths(2).MaxBy(p => Weight(p, 3))!];
        Close(best.Select(p => (double)p).ToArray(), Run(new CrfDecodingOp(), [x], [transition])[0]);
    }
}
