using Trireme.NN;

namespace Trireme.Tests.Ops.Normalization;

public sealed class BatchNormTests
{
    [Fact]
    public void Running_statistics_take_the_biased_variance()
    {
        Tensor mean = Paddle.Zeros([1]), variance = Paddle.Ones([1]);
        Tensor x = Tensor.From<float>([1, 2, 3, 6], [4, 1]);
        Functional.BatchNorm(x, mean, variance, training: true, momentum: 0.75, dataFormat: "NC");
        Assert.Equal(0.75f, mean.Item<float>(), 1e-6);
        Assert.Equal(0.75f + (0.25f * 3.5f), variance.Item<float>(), 1e-6);
    }

    [Fact]
    public void Two_inference_passes_before_one_backward_are_legal()
    {
        Tensor mean = Paddle.Zeros([2]), variance = Paddle.Ones([2]), x = Paddle.Ones([3, 2]);
        x.StopGradient = false;
        Tensor y = Functional.BatchNorm(x, mean, variance, dataFormat: "NC"), z = Functional.BatchNorm(x, mean, variance, dataFormat: "NC");
        (y + z).Sum().Backward();
        Assert.All(x.Grad!.ToArray<float>(), g => Assert.Equal(2, g, 1e-4));
    }

    [Fact]
    public void Channels_last_gives_the_same_as_channels_first()
    {
        Tensor x = Tensor.From<float>([.. Enumerable.Range(0, 48).Select(i => MathF.Sin(i * i))], [2, 4, 2, 3]);
        float[] first = Functional.BatchNorm(x, Paddle.Zeros([4]), Paddle.Ones([4]), training: true).Transpose([0, 2, 3, 1]).ToArray<float>();
        float[] last = Functional.BatchNorm(x.Transpose([0, 2, 3, 1]), Paddle.Zeros([4]), Paddle.Ones([4]), training: true, dataFormat: "NHWC").ToArray<float>();
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], last[i], 1e-5);
    }

    [Fact]
    public void Statistics_of_the_wrong_size_are_refused()
        => Assert.Contains("one value a channel, 3", Assert.Throws<InvalidArgumentException>(
            () => Functional.BatchNorm(Paddle.Zeros([2, 3, 4, 4]), Paddle.Zeros([4]), Paddle.Zeros([3]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Layer_norm_wants_the_last_dimensions()
        => Assert.Contains("normalizedShape [3]", Assert.Throws<InvalidArgumentException>(() => Functional.LayerNorm(Paddle.Zeros([3, 4]), 3)).Message, StringComparison.Ordinal);

    [Fact]
    public void Groups_must_divide_the_channels()
        => Assert.Contains("6 channels", Assert.Throws<InvalidArgumentException>(() => Functional.GroupNorm(Paddle.Zeros([2, 6, 4]), 4, dataFormat: "NCL")).Message, StringComparison.Ordinal);
}
