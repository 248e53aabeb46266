using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Legacy;

public sealed class LegacyOperatorTests
{
    [Theory]
    [InlineData(0, new[] { 2 })]
    [InlineData(1, new[] { 3 })]
    [InlineData(1, new[] { 3, 4 })]
    [InlineData(2, new[] { 4, 1, 1 })]
    [InlineData(2, new[] { 4, 5 })]
    [InlineData(-1, new[] { 4, 5 })]
    public void An_axis_says_where_the_second_tensor_stands_in_the_first(int axis, int[] shape)
    {
        Tensor x = Uniform([2, 3, 4, 5]), y = Uniform(shape, 1);
        int start = axis < 0 ? 4 - shape.Length : axis;
        int behind = 1;
        for (int i = start + shape.Length; i < 4; i++)
            behind *= x.Shape[i];
        float[] a = x.ToArray<float>(), b = y.ToArray<float>();
        // Trailing dimensions of size 1 that do not fit any more stand for nothing.
        if (start + shape.Length > 4)
            behind = new[] { 60, 20, 5, 1 }[start];
        double[] expected = a.Select((v, i) => (double)(v - b[i / behind % b.Length])).ToArray();
        Close(expected, Run(new ElementwiseSubOp(axis), [x], [y])[0]);
    }

    [Fact]
    public void The_gradient_of_an_aligned_sum_has_the_shape_of_each_side()
    {
        Tensor x = Uniform([2, 3, 4]), y = Uniform([3], 1);
        x.StopGradient = y.StopGradient = false;
        new ElementwiseMulOp(1).Apply(x, y).Sum().Backward();
        float[] a = x.ToArray<float>();
        double[] expected = Enumerable.Range(0, 3).Select(c => a.Where((_, i) => i / 4 % 3 == c).Sum(v => (double)v)).ToArray();
        Close(expected, y.Grad!);
        Assert.Equal(x.Shape, x.Grad!.Shape);
    }

    [Fact]
    public void Mul_takes_dimensions_together()
    {
        Tensor x = Uniform([2, 3, 2, 2]), y = Uniform([2, 2, 5], 1);
        Tensor product = Run(new MulOp(2, 2), [x], [y])[0];
        Assert.Equal([2, 3, 5], product.Shape.ToArray());
        float[] a = x.ToArray<float>(), b = y.ToArray<float>();
        double[] expected = Enumerable.Range(0, 30).Select(i => Enumerable.Range(0, 4).Sum(k => (double)a[(i / 5 * 4) + k] * b[(k * 5) + (i % 5)])).ToArray();
        Close(expected, product);
        Tensor wide = Run(new MulOp(1, 1), [Uniform([2, 3])], [Uniform([3, 2, 2], 1)])[0];
        Assert.Equal([2, 2, 2], wide.Shape.ToArray());
    }

    [Fact]
    public void Matmul_scales_and_transposes()
    {
        Tensor x = Uniform([2, 3]), y = Uniform([4, 3], 1);
        float[] a = x.ToArray<float>(), b = y.ToArray<float>();
        double[] expected = Enumerable.Range(0, 8).Select(i => 0.5 * Enumerable.Range(0, 3).Sum(k => (double)a[(i / 4 * 3) + k] * b[(i % 4 * 3) + k])).ToArray();
        Close(expected, Run(new MatmulOp(false, true, 0.5f), [x], [y])[0]);
        Assert.Equal([1], Run(new MatmulOp(), [Uniform([3])], [Uniform([3])])[0].Shape.ToArray());
    }

    [Fact]
    public void Sizes_come_as_tensors()
    {
        Tensor x = Uniform([2, 6]);
        Assert.Equal([3, 4], Run(new Reshape2Op([-1, -1]), [x], [], [Ints(1, 3), Ints(1, 4)])[0].Shape.ToArray());
        Assert.Equal([4, 3], Run(new Reshape2Op([0]), [x], [Ints(2, 4, -1)])[0].Shape.ToArray());
        Close(x.ToArray<float>()[7..10].Select(v => (double)v).ToArray(),
            Run(new SliceOp([0, 1], [1, 0], [2, 0], DecreaseAxis: [0]), [x], [], [], [Ints(1, 1), Ints(1, 1)], [Ints(1, 2), Ints(1, 4)])[0]);
        Assert.Equal([2, 2], Run(new StridedSliceOp([1], [0], [6], [1]), [x], [], [], [], [], [], [Ints(1, 3)])[0].Shape.ToArray());
        Tensor[] parts = Run(new SplitOp(0, 0, [-1, -1]), [x], [Ints(1, 1)], [Ints(1, 2), Ints(1, 4)]);
        Assert.Equal([2, 4], parts[1].Shape.ToArray());
        Assert.Equal([2, 12], Run(new ConcatOp(0), [x, x], [Ints(1, 1)])[0].Shape.ToArray());
        Assert.Equal([3, 2, 6], Run(new ExpandV2Op([-1, -1, -1]), [x], [Ints(3, 3, 2, 6)])[0].Shape.ToArray());
        Assert.Equal([4, 18], Run(new TileOp([]), [x], [], [Ints(1, 2), Ints(1, 3)])[0].Shape.ToArray());
        Assert.Equal([2, 1, 6], Run(new Unsqueeze2Op([]), [x], [Ints(1, 1)])[0].Shape.ToArray());
        Assert.Equal([2, 3], Run(new GatherOp(), [x], [Ints(3, 5, 0, 5)], [Ints(1, 1)])[0].Shape.ToArray());
        Assert.Equal([2, 2, 5], Run(new OneHotOp(3, DType.Float32), [Longs([2, 2], 4, 0, 1, 2)], [Ints(1, 5)])[0].Shape.ToArray());
        Assert.Equal([2, 4], Run(new TopKV2Op(), [x], [Ints(1, 4)])[1].Shape.ToArray());
        Assert.Equal(new double[6].Select(_ => 2.5).ToArray(), Run(new FillConstantOp([-1, -1], DType.Float64, 2.5f), [], [Ints(1, 2), Ints(1, 3)])[0].ToArray<double>());
    }

    [Fact]
    public void A_range_is_overwritten_with_given_values()
    {
        Tensor x = Paddle.Zeros([3, 4]);
        Close([0, 0, 0, 0, 0, 7, 7, 0, 0, 0, 0, 0],
            Run(new SetValueOp([0, 1], [], [], [1, 1], DecreaseAxes: [0]), [x], [Floats([1], 7)], [Ints(1, 1), Ints(1, 1)], [Ints(1, 2), Ints(1, 3)])[0]);
        Close([1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0], Run(new SetValueOp([0], [0], [1], [1], Shape: [4], Dtype: DType.Float32, Fp32Values: [1, 2, 3, 4]), [x])[0]);
    }

    [Fact]
    public void Channels_may_stand_last()
    {
        Tensor x = Uniform([2, 5, 6, 4]), first = x.Transpose([0, 3, 1, 2]), filter = Uniform([3, 4, 3, 3], 1);
        Same(new Conv2DOp([1, 1], [1, 1], "EXPLICIT", [1, 1]).Apply(first, filter, null), Run(new Conv2DOp([1, 1], [1, 1], "EXPLICIT", [1, 1], DataFormat: "NHWC"), [x], [filter])[0]);
        Same(new Pool2DOp("avg", [2, 2], [2, 2], [0, 0]).Apply(first), Run(new Pool2DOp("avg", [2, 2], [2, 2], [0, 0], DataFormat: "NHWC"), [x])[0]);
        Same(new GroupNormOp(Groups: 2).Apply(first, null, null), Run(new GroupNormOp(Groups: 2, DataLayout: "NHWC"), [x])[0]);
        Same(new NearestInterpOp(OutH: 10, OutW: 3, AlignCorners: false).Apply(first), Run(new NearestInterpOp("NHWC", OutH: 10, OutW: 3, AlignCorners: false), [x])[0]);
        Same(new BilinearInterpOp(OutH: 10, OutW: 3).Apply(first), Run(new BilinearInterpOp("NHWC", OutH: 1, OutW: 1), [x], [Ints(2, 10, 3)])[0]);
        Same(new BilinearInterpOp(OutH: 10, OutW: 12).Apply(first), Run(new BilinearInterpV1Op("NHWC", Scale: 2f), [x])[0]);

        static void Same(Tensor expected, Tensor actual)
            => Close(expected.Transpose([0, 2, 3, 1]).ToArray<float>().Select(v => (double)v).ToArray(), actual);
    }

    [Fact]
    public void Probabilities_are_judged()
    {
        Tensor p = Floats([2, 3], 0.2f, 0.3f, 0.5f, 0.1f, 0.8f, 0.1f);
        Close([-Math.Log(0.5), 0], Run(new CrossEntropyV1Op(IgnoreIndex: 1), [p], [Longs([2, 1], 2, 1)])[0]);
        Close([-Math.Log(0.5), -Math.Log(0.8)], Run(new CrossEntropy2Op(), [p], [Longs([2, 1], 2, 1)])[0]);
        Close([-(0.5 * Math.Log(0.2)) - (0.5 * Math.Log(0.5)), -Math.Log(0.8)], Run(new CrossEntropyV1Op(SoftLabel: true), [p], [Floats([2, 3], 0.5f, 0, 0.5f, 0, 1, 0)])[0]);
        Tensor[] accuracy = Run(new AccuracyOp(), [p], [Longs([2, 2], 2, 1, 1, 0)], [Longs([2, 1], 1, 2)]);
        Close([0.5], accuracy[0]);
        Close([1], accuracy[1]);
        Close([2], accuracy[2]);
    }

    [Fact]
    public void Smooth_l1_has_a_quadratic_middle()
    {
        Tensor x = Floats([2, 2], 0.1f, 3f, -1f, 0f), y = Floats([2, 2], 0f, 1f, 1f, 0f), inside = Floats([2, 2], 1, 1, 0.5f, 1), outside = Floats([2, 2], 1, 2, 1, 1);
        static double F(double d) => Math.Abs(d) < 0.25 ? 0.5 * 4 * d * d : Math.Abs(d) - 0.125;
        Close([F(0.1) + (2 * F(2)), F(-1)], Run(new SmoothL1LossOp(2f), [x], [y], [inside], [outside])[1]);
    }

    [Fact]
    public void Norms_and_neighbours()
    {
        Tensor x = Uniform([2, 5, 2, 2], from: 0.5, to: 1.5);
        float[] a = x.ToArray<float>();
        double[] expected = a.Select((v, i) =>
        {
            int channel = i / 4 % 5;
            double sum = Enumerable.Range(0, 5).Where(c => Math.Abs(c - channel) <= 1).Sum(c => Math.Pow(a[i + ((c - channel) * 4)], 2));
            return v / Math.Pow(1 + (0.5 * sum), 0.75);
        }).ToArray();
        Close(expected, Run(new LrnOp(3, 1f, 0.5f), [x])[0]);
        Tensor m = Floats([2, 2], 3, 4, 6, 8);
        Tensor[] norm = Run(new NormOp(1), [m]);
        Close([5, 10], norm[0]);
        Close([0.6, 0.8, 0.6, 0.8], norm[1]);
        Close([7, 14], Run(new PNormOp(1f, 1), [m])[0]);
        Close([0.96, 1], Run(new CosSimOp(), [m], [Floats([2, 2], 4, 3, 3, 4)])[0]);
    }

    [Fact]
    public void Older_names_of_reshaping()
    {
        Tensor x = Uniform([2, 3, 4]);
        Assert.Equal([6, 4], Run(new Flatten2Op(2), [x])[0].Shape.ToArray());
        Assert.Equal([1, 24], Run(new Flatten2Op(0), [x])[0].Shape.ToArray());
        Assert.Equal([2, 6, 4], Run(new ExpandOp([1, 2, 1]), [x])[0].Shape.ToArray());
        Assert.Equal([2, 9, 4], Run(new ExpandAsOp(), [x], [Uniform([2, 9, 4])])[0].Shape.ToArray());
        Assert.Equal([4, 2, 3], Run(new TransposeOp([2, 0, 1]), [x])[0].Shape.ToArray());
        Assert.Equal([1, 1, 4, 6], Run(new PixelShuffleOp(2), [Uniform([1, 4, 2, 3])])[0].Shape.ToArray());
        Close([3, 4, 1, 2], Run(new LookupTableV1Op(), [Floats([2, 2], 1, 2, 3, 4)], [Longs([2, 1], 1, 0)])[0]);
        Close([0, 1, 0, 0, 0, 1], Run(new OneHotV1Op(3, DType.Float32), [Longs([2, 1], 1, 2)])[0]);
        Assert.Equal([1, 2, 10], Run(new FillConstantBatchSizeLikeOp([1, -1, 10], DType.Float32, OutputDimIdx: 1), [x])[0].Shape.ToArray());
        Close([4, 3, 9, 8], Run(new TopKV1Op(2), [Floats([2, 3], 3, 1, 4, 8, 9, 2)])[0]);
    }
}
