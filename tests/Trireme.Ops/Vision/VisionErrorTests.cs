using Trireme.NN;

namespace Trireme.Tests.Ops.Vision;

public sealed class VisionErrorTests
{
    [Fact]
    public void Reflecting_more_than_there_is_is_refused()
        => Refused(() => Functional.Pad(Paddle.Zeros([1, 1, 3, 3]), [3, 0, 0, 0], "reflect"), "reflecting 3 and 0", "it has 3");

    [Fact]
    public void The_number_of_paddings_must_fit_the_axes()
        => Refused(() => Functional.Pad(Paddle.Zeros([1, 1, 3, 3]), [1, 0]), "2 values", "4");

    [Fact]
    public void Interpolation_takes_a_size_or_a_factor()
    {
        Refused(() => Functional.Interpolate(Paddle.Zeros([1, 1, 3, 3])), "Neither");
        Refused(() => Functional.Interpolate(Paddle.Zeros([1, 1, 3, 3]), 4, 2.0), "Both");
        Refused(() => Functional.Interpolate(Paddle.Zeros([1, 1, 3, 3]), 4, mode: "linear"), "linear", "2 spatial axes");
    }

    [Fact]
    public void Numbers_of_boxes_must_add_up()
        => Refused(() => Trireme.Vision.Ops.RoiAlign(Paddle.Zeros([2, 1, 4, 4]), Paddle.Zeros([3, 4]), Tensor.From<int>([1, 1], 2), 2), "add up to 2", "3 boxes");

    [Fact]
    public void Channels_must_divide_for_a_shuffle()
        => Refused(() => Functional.PixelShuffle(Paddle.Zeros([1, 6, 2, 2]), 2), "6 channels");

    [Fact]
    public void Integers_are_padded_too()
        => Assert.Equal([9, 1, 2, 9], Functional.Pad(Tensor.From<long>([1, 2], 2), [1, 1], value: 9).ToArray<long>());

    [Fact]
    public void Boxes_of_other_categories_do_not_drop_each_other()
    {
        Tensor boxes = Tensor.From<float>([0, 0, 2, 2, 0, 0, 2, 2, 0, 0, 2, 2], [3, 4]), scores = Tensor.From<float>([0.1f, 0.9f, 0.5f], 3);
        Tensor kept = Trireme.Vision.Ops.Nms(boxes, 0.5f, scores, Tensor.From<long>([0, 1, 1], 3), [0, 1]);
        Assert.Equal([1, 0], kept.ToArray<long>());
    }

    private static void Refused(Action call, params string[] parts)
    {
        var e = Assert.Throws<InvalidArgumentException>(call);
        foreach (string part in parts)
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
