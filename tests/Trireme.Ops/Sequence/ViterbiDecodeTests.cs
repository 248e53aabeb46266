using Trireme.Text;

namespace Trireme.Tests.Ops.Sequence;

public sealed class ViterbiDecodeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_best_path_is_the_best_of_all(bool tags)
    {
        const int Batch = 4, Steps = 4, Tags = 4;
        var random = new System.Random(3);
        double[] x = [.. Enumerable.Range(0, Batch * Steps * Tags).Select(_ => random.NextDouble())], a = [.. Enumerable.Range(0, Tags * Tags).Select(_ => random.NextDouble())];
        long[] lengths = [4, 1, 3, 2];
        (Tensor scores, Tensor paths) = Functional.ViterbiDecode(Tensor.From<double>(x, (Batch, Steps, Tags)), Tensor.From<double>(a, (Tags, Tags)), Tensor.From<long>(lengths, Batch), tags);
        Assert.Equal((Shape)(Batch, 4), paths.Shape);
        for (int b = 0; b < Batch; b++)
        {
            (double best, int[] path) = Best(b, (int)lengths[b]);
            Assert.Equal(best, scores.ItemAt<double>(b), 1e-12);
            Assert.Equal(path.Select(p => (long)p).Concat(Enumerable.Repeat(0L, 4 - path.Length)), paths[b].ToArray<long>());
        }

        (double, int[]) Best(int b, int length) => Enumerable.Range(0, (int)Math.Pow(Tags, length))
            .Select(n => Enumerable.Range(0, length).Select(t => n / (int)Math.Pow(Tags, t) % Tags).ToArray()).Select(p => (Sum(b, p), p)).MaxBy(s => s.Item1);

        double Sum(int b, int[] p)
        {
            double sum = p.Select((tag, t) => x[(((b * Steps) + t) * Tags) + tag]).Sum() + p.Zip(p.Skip(1), (i, j) => a[(i * Tags) + j]).Sum();
            return tags ? sum + a[((Tags - 1) * Tags) + p[0]] + a[((Tags - 2) * Tags) + p[^1]] : sum;
        }
    }

    [Fact]
    public void A_length_outside_the_steps_is_refused()
        => Assert.Throws<OutOfRangeException>(() => Functional.ViterbiDecode(Paddle.Zeros([1, 3, 4]), Paddle.Zeros([4, 4]), Tensor.From<long>([4], 1)));
}
