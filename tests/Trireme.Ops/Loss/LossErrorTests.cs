using Trireme.NN;

namespace Trireme.Tests.Ops.Loss;

public sealed class LossErrorTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(-1)]
    public void A_label_outside_the_classes_is_named_with_their_range(int label)
    {
        var e = Assert.Throws<OutOfRangeException>(() => Functional.CrossEntropy(Paddle.Zeros([2, 5]), Tensor.From<long>([0, label], 2)));
        Assert.Contains($"label {label} (element 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("[0, 4]", e.Message, StringComparison.Ordinal);
        Assert.Throws<OutOfRangeException>(() => Functional.NllLoss(Paddle.Zeros([2, 5]), Tensor.From<long>([0, label], 2)));
        Assert.Throws<OutOfRangeException>(() => Functional.CrossEntropy(Paddle.Zeros([2, 5]), Tensor.From<int>([0, label], 2)));
    }

    [Fact]
    public void The_ignored_label_may_lie_outside()
    {
        Tensor logits = Tensor.From<float>([1, 2, 3, 4, 5, 7], [2, 3]);
        double alone = Functional.CrossEntropy(Tensor.From<float>([1, 2, 3], [1, 3]), Tensor.From<long>([2], 1)).Item();
        Assert.Equal(alone, Functional.CrossEntropy(logits, Tensor.From<long>([2, -100], 2)).Item(), 1e-6);
        Assert.Equal(0, Functional.CrossEntropy(logits, Tensor.From<long>([-100, -100], 2)).Item());
    }

    [Fact]
    public void Large_scores_stay_finite()
    {
        Tensor logits = Tensor.From<float>([1e4f, -1e4f, 0, 3e38f, 0, -3e38f], [2, 3]);
        float[] loss = Functional.CrossEntropy(logits, Tensor.From<long>([1, 0], 2), reduction: "none").ToArray<float>();
        Assert.Equal([2e4f, 0f], loss);
    }

    [Fact]
    public void Probabilities_passed_as_class_numbers_are_refused()
        => Assert.Contains("label has 1 dimensions",
            Assert.Throws<InvalidArgumentException>(() => Functional.CrossEntropy(Paddle.Zeros([2, 5, 3]), Paddle.Zeros([2], "int64"))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_reduction_lists_the_known_ones()
        => Assert.Contains("\"mean\", \"sum\" or \"none\"",
            Assert.Throws<InvalidArgumentException>(() => Functional.MseLoss(Paddle.Zeros([2]), Paddle.Zeros([2]), "avg")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_weight_of_the_wrong_size_is_refused()
        => Assert.Contains("weight [4] must be [5]",
            Assert.Throws<InvalidArgumentException>(() => Functional.CrossEntropy(Paddle.Zeros([2, 5]), Paddle.Zeros([2], "int64"), Paddle.Ones([4]))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_id_outside_the_table_is_named()
        => Assert.Contains("id 9", Assert.Throws<OutOfRangeException>(() => Functional.Embedding(Tensor.From<long>([1, 9], 2), Paddle.Ones([4, 2]))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_label_longer_than_its_time_costs_infinitely_much_and_has_no_gradient()
    {
        Tensor logits = Paddle.Zeros([2, 1, 3]);
        logits.StopGradient = false;
        Tensor loss = Functional.CtcLoss(logits, Tensor.From<int>([1, 1], [1, 2]), Tensor.From<long>([2], 1), Tensor.From<long>([2], 1), reduction: "none");
        Assert.Equal(double.PositiveInfinity, loss.Item());
        loss.Backward();
        Assert.All(logits.Grad!.ToArray<float>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void The_softmax_can_be_had_beside_the_loss()
    {
        Tensor logits = Tensor.From<float>([1, 2, 3, 0, 0, 0], [2, 3]), label = Tensor.From<long>([2, 1], [2, 1]);
        (Tensor loss, Tensor softmax) = Functional.SoftmaxWithCrossEntropy(logits, label, returnSoftmax: true);
        (Tensor again, _) = Functional.SoftmaxWithCrossEntropy(logits, label, false, -100, true, true);
        Assert.Equal(loss.ToArray<float>(), again.ToArray<float>());
        Assert.Equal(-MathF.Log(softmax.ToArray<float>()[2]), loss.ToArray<float>()[0], 1e-5);
        Assert.Equal(loss.ToArray<float>(), Functional.SoftmaxWithCrossEntropy(logits, label).ToArray<float>());
    }
}
