using Trireme.Text;
using Paths = Trireme.Text.Functional;

namespace Trireme.Tests.Text.Decoding;

public class ViterbiTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_other_path_scores_more(bool marks)
    {
        const int batch = 4, time = 5, tags = 4;
        var random = new System.Random(7);
        double[] Numbers(int count) => Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5).ToArray();
        double[] potential = Numbers(batch * time * tags), transition = Numbers(tags * tags);
        long[] lengths = [5, 1, 3, 2];
        Tensor potentials = Paddle.ToTensor<double>(potential, [batch, time, tags]), transitions = Paddle.ToTensor<double>(transition, [tags, tags]);
        (Tensor scores, Tensor paths) = new ViterbiDecoder(transitions, marks).Call(potentials, Paddle.ToTensor(lengths));
        Assert.Equal("[4, 5]", paths.Shape.ToString());
        for (int b = 0; b < batch; b++)
        {
            int length = (int)lengths[b];
            (double Score, int[] Path) best = AllPaths(length, tags).Select(p => (Score(b, p), p)).MaxBy(p => p.Item1);
            Assert.Equal(best.Score, scores.ItemAt<double>(b), 1e-12);
            Assert.Equal(best.Path.Select(t => (long)t).Concat(new long[time - length]), paths.ToArray<long>()[(b * time)..((b + 1) * time)]);
        }
        (Tensor single, Tensor same) = Paths.ViterbiDecode(potentials.Cast("float32"), transitions.Cast("float32"), Paddle.ToTensor(lengths).Cast("int32"),
            marks);
        Assert.Equal(paths.ToArray<long>(), same.ToArray<long>());
        Assert.Equal(scores.ToArray<double>()[0], single.ItemAt<double>(0), 1e-5);

        double Score(int b, int[] path)
        {
            double score = marks ? transition[((tags - 1) * tags) + path[0]] + transition[((tags - 2) * tags) + path[^1]] : 0;
            for (int t = 0; t < path.Length; t++)
                score += potential[(((b * time) + t) * tags) + path[t]] + (t > 0 ? transition[(path[t - 1] * tags) + path[t]] : 0);
            return score;
        }
    }

    private static IEnumerable<int[]> AllPaths(int length, int tags)
        => Enumerable.Range(0, (int)Math.Pow(tags, length)).Select(n => Enumerable.Range(0, length).Select(t => n / (int)Math.Pow(tags, t) % tags).ToArray());
}
