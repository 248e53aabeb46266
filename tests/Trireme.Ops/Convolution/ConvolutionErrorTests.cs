using Trireme.NN;

namespace Trireme.Tests.Ops.Convolution;

public sealed class ConvolutionErrorTests
{
    [Fact]
    public void Wrong_channels_are_named()
        => Refused(() => Functional.Conv2d(Zeros([2, 3, 8, 8]), Zeros([4, 2, 3, 3])), "Input has 3 channels", "takes 2", "[2, 3, 8, 8] float32");

    [Fact]
    public void Output_channels_must_divide_into_groups()
        => Refused(() => Functional.Conv2d(Zeros([2, 4, 8, 8]), Zeros([5, 2, 3, 3]), groups: 2), "5 output channels", "groups 2");

    [Fact]
    public void A_kernel_larger_than_the_input_is_refused()
        => Refused(() => Functional.Conv2d(Zeros([1, 1, 4, 4]), Zeros([1, 1, 5, 5])), "a kernel of 5", "spatial axis 0", "4 elements");

    [Fact]
    public void A_bias_must_have_one_value_a_channel()
        => Refused(() => Functional.Conv2d(Zeros([1, 1, 4, 4]), Zeros([2, 1, 3, 3]), Zeros([3])), "Bias [3] must be [2]");

    [Fact]
    public void A_wrong_rank_is_refused_before_anything_is_reshaped()
        => Refused(() => Functional.Conv1d(Zeros([1, 1, 4, 4]), Zeros([2, 1, 3])), "conv1d", "4 dimensions");

    [Fact]
    public void Paddings_that_fit_no_form_are_listed()
        => Refused(() => Functional.Conv2d(Zeros([1, 1, 4, 4]), Zeros([2, 1, 3, 3]), padding: [1, 2, 3]), "padding [1, 2, 3]", "2 spatial axes");

    [Fact]
    public void The_batch_is_not_padded()
        => Refused(() => Functional.Conv2d(Zeros([1, 1, 4, 4]), Zeros([2, 1, 3, 3]), padding: [[1, 0], [0, 0], [1, 1], [1, 1]]), "pads the batch");

    [Fact]
    public void Unknown_data_formats_are_refused()
        => Refused(() => Functional.Conv2d(Zeros([1, 1, 4, 4]), Zeros([2, 1, 3, 3]), dataFormat: "NWHC"), "NWHC", "\"NCHW\" or \"NHWC\"");

    [Fact]
    public void A_transposed_output_size_out_of_reach_is_refused_with_the_possible_ones()
        => Refused(() => Functional.Conv2dTranspose(Zeros([1, 1, 4, 4]), Zeros([1, 1, 3, 3]), stride: 2, outputSize: 12), "12", "9 to 10");

    [Fact]
    public void Output_padding_and_size_exclude_each_other()
        => Refused(() => Functional.Conv2dTranspose(Zeros([1, 1, 4, 4]), Zeros([1, 1, 3, 3]), stride: 2, outputPadding: 1, outputSize: 10), "outputPadding", "outputSize");

    [Fact]
    public void A_pooling_window_that_does_not_fit_is_refused()
        => Refused(() => Functional.MaxPool2d(Zeros([1, 1, 3, 3]), 5), "a window of 5", "3 elements");

    [Fact]
    public void Unpooling_refuses_an_index_outside_its_plane()
    {
        var e = Assert.Throws<OutOfRangeException>(() => Functional.MaxUnpool1d(Zeros([1, 1, 2]), Tensor.From<long>([0, 9], [1, 1, 2]), 2));
        Assert.Contains("index 9", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_batch_is_legal()
    {
        Assert.Equal(new[] { 0, 4, 6, 6 }, Functional.Conv2d(Zeros([0, 3, 8, 8]), Zeros([4, 3, 3, 3])).Shape.ToArray());
        Assert.Equal(new[] { 0, 3, 4, 4 }, Functional.MaxPool2d(Zeros([0, 3, 8, 8]), 2).Shape.ToArray());
    }

    [Fact]
    public void Half_precision_convolves()
    {
        Tensor x = Tensor.From<float>([.. Enumerable.Range(0, 16).Select(i => (float)i)], [1, 1, 4, 4]);
        Tensor w = Tensor.From<float>([1, 0, 0, 1], [1, 1, 2, 2]);
        Tensor half = Functional.Conv2d(x.Cast("float16"), w.Cast("float16"));
        Assert.Equal(DType.Float16, half.DType);
        Assert.Equal(Functional.Conv2d(x, w).ToArray<float>(), half.Cast("float32").ToArray<float>());
    }

    private static Tensor Zeros(Shape shape) => Paddle.Zeros(shape);

    private static void Refused(Action call, params string[] parts)
    {
        var e = Assert.Throws<InvalidArgumentException>(call);
        foreach (string part in parts)
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
