using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Legacy;

public sealed class ImageOpsTests
{
    [Fact]
    public void Images_are_padded_in_three_ways()
    {
        Tensor x = Floats([1, 1, 2, 3], 1, 2, 3, 4, 5, 6);
        Close([0.5, 0.5, 0.5, 0.5, 0.5, 1, 2, 3, 0.5, 4, 5, 6], Run(new Pad2DOp([1, 0, 1, 0], PadValue: 0.5f), [x], [])[0]);
        Close([5, 4, 5, 6, 5, 2, 1, 2, 3, 2], Run(new Pad2DOp([1, 0, 1, 1], "reflect"), [x], [])[0].Slice(2, 0, 2));
        Close([1, 2, 3, 3, 4, 5, 6, 6, 4, 5, 6, 6], Run(new Pad2DOp([0, 1, 0, 1], "edge"), [x], [])[0]);
        Close([0, 0, 0, 1, 2, 3, 4, 5, 6], Run(new Pad2DOp([0, 0, 0, 0]), [x], [Ints(4, 1, 0, 0, 0)])[0]);
    }

    [Fact]
    public void A_tensor_grows_to_another_and_is_cut_like_one()
    {
        Tensor x = Uniform([3, 4]), y = Floats([2, 2], 1, 2, 3, 4);
        Close([1, 2, 7, 7, 3, 4, 7, 7, 7, 7, 7, 7], Run(new PadConstantLikeOp(7), [x], [y])[0]);
        Tensor numbers = Floats([3, 4], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        Close([5, 6, 9, 10], Run(new CropOp([1, 1], [2, 2]), [numbers], [], [])[0]);
        Close([6, 7, 10, 11], Run(new CropOp(), [numbers], [y], [Ints(2, 1, 2)])[0]);
        Close([1, 5, 9], Run(new CropOp([0, 1], [-1, 1]), [numbers], [], [])[0]);
        Assert.Throws<InvalidArgumentException>(() => new CropOp([2, 0], [2, 2]).ApplyAll(numbers, default, default));
    }

    [Fact]
    public void Space_becomes_depth_in_Paddles_order()
        => Close([0, 4, 1, 5, 8, 12, 9, 13, 2, 6, 3, 7, 10, 14, 11, 15],
            Run(new SpaceToDepthOp(2), [Floats([1, 4, 2, 2], Enumerable.Range(0, 16).Select(i => (float)i).ToArray())])[0]);

    [Fact]
    public void Channels_are_shuffled_scaled_and_compared()
    {
        Tensor x = Uniform([2, 4, 2, 3]), y = Uniform([2, 3, 2, 3], 1);
        Close(x.IndexSelect(Ints(4, 0, 2, 1, 3), 1).ToArray<float>().Select(v => (double)v).ToArray(), Run(new ShuffleChannelOp(2), [x])[0]);
        Tensor scaled = Run(new AffineChannelOp(), [x], [Floats([4], 1, 2, 3, 4)], [Floats([4], 0, 1, 0, -1)])[0];
        float[] v = x.ToArray<float>();
        Close(v.Select((e, i) => (e * ((i / 6 % 4) + 1.0)) + new[] { 0, 1, 0, -1 }[i / 6 % 4]).ToArray(), scaled);
        float[] w = y.ToArray<float>();
        var expected = new List<double>();
        for (int n = 0; n < 2; n++)
        {
            for (int a = 0; a < 4; a++)
            {
                for (int b = 0; b < 3; b++)
                    expected.Add(Enumerable.Range(0, 6).Sum(i => (double)v[(((n * 4) + a) * 6) + i] * w[(((n * 3) + b) * 6) + i]) / 6);
            }
        }
        Close(expected.ToArray(), Run(new FspOp(), [x], [y])[0]);
    }

    [Fact]
    public void The_identity_maps_places_to_themselves()
    {
        Tensor theta = Floats([2, 2, 3], 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0);
        Tensor grid = Run(new AffineGridOp([2, 3, 2, 3]), [theta], [])[0];
        double[] places = [-1, -1, 0, -1, 1, -1, -1, 1, 0, 1, 1, 1];
        Close([.. places, .. places], grid);
        Close([.. places, .. places], Run(new AffineGridOp(), [theta], [Ints(4, 2, 3, 2, 3)])[0]);
    }

    [Fact]
    public void The_largest_singular_value_of_a_weight_becomes_one()
    {
        // Singular values 3 and 1.
        Tensor weight = Floats([2, 2], 2, 1, 1, 2), u = Floats([2], 1, 0.5f), v = Floats([2], 0.3f, 1);
        Close([2 / 3.0, 1 / 3.0, 1 / 3.0, 2 / 3.0], Run(new SpectralNormOp(0, 30), [weight], [u], [v])[0]);
        Tensor filters = Uniform([3, 2, 2]);
        Tensor turned = new SpectralNormOp(1, 60).Apply(filters, Floats([2], 1, 0.7f), Floats([6], 1, 1, 1, 1, 1, 1));
        Close([1], Trireme.Linalg.Svd(turned.Transpose([1, 0, 2]).Flatten(1)).S.Slice(0, 0, 1), 1e-3);
    }

    [Fact]
    public void Statistics_normalize_each_feature()
    {
        Tensor x = Floats([2, 2], 1, 2, 3, 4);
        Tensor[] y = Run(new DataNormOp(), [x], [Floats([2], 4, 4)], [Floats([2], 8, 4)], [Floats([2], 1, 16)]);
        Close([-2, 0.5, 2, 1.5], y[0]);
        Close([2, 1], y[1]);
        Close([2, 0.5], y[2]);
    }

    [Fact]
    public void Shown_and_clicked_become_logarithms_or_go()
    {
        Tensor x = Floats([1, 4], 3, 1, 7, 8), counts = Floats([1, 2], 3, 1);
        Close([Math.Log(4), Math.Log(2) - Math.Log(4), 7, 8], Run(new CvmOp(), [x], [counts])[0]);
        Close([7, 8], Run(new CvmOp(false), [x], [counts])[0]);
        x.StopGradient = false;
        (new CvmOp().Apply(x, counts) * 2).Sum().Backward();
        Close([3, 1, 2, 2], x.Grad!);
    }

    [Fact]
    public void Random_numbers_take_a_dimension_of_another_tensor()
    {
        Tensor like = Uniform([5, 3]).WithLod([2, 3]);
        Tensor uniform = new UniformRandomBatchSizeLikeOp([1, 400], DType.Float32, Min: 2, Max: 3, Seed: 3).Apply(like);
        Assert.Equal([2, 400], uniform.Shape.ToArray());
        Assert.All(uniform.ToArray<float>(), v => Assert.InRange(v, 2f, 3f));
        Tensor normal = new GaussianRandomBatchSizeLikeOp([400, 1], DType.Float32, 1, 1, Mean: 5, Std: 0.1f, Seed: 3).Apply(like);
        Assert.Equal([400, 3], normal.Shape.ToArray());
        Assert.InRange(normal.Mean().Item<float>(), 4.98f, 5.02f);
    }

    [Fact]
    public void Focus_takes_each_row_and_column_once()
    {
        Tensor x = Floats([1, 2, 2, 3], 0.9f, 0.8f, 0.1f, 0.7f, 0.6f, 0.2f, 0.1f, 0.2f, 0.9f, 0.1f, 0.1f, 0.1f);
        // The largest is at (0, 0); then what is left of row 1 begins with (1, 1).
        Close([1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0], Run(new SimilarityFocusOp(1, [0]), [x])[0]);
        Tensor both = Run(new SimilarityFocusOp(1, [0, 1]), [x])[0];
        Assert.Equal(1f, both.ToArray<float>()[2]);
    }

    [Fact]
    public void Random_parts_lie_inside_their_instances()
    {
        Tensor x = Floats([3, 4, 5], Enumerable.Range(0, 60).Select(i => (float)i).ToArray());
        Tensor part = new RandomCropOp([2, 3], 11).ApplyAll(x, default)[0];
        Assert.Equal([3, 2, 3], part.Shape.ToArray());
        float[] v = part.ToArray<float>();
        for (int n = 0; n < 3; n++)
        {
            float first = v[n * 6];
            Assert.Equal([first, first + 1, first + 2, first + 5, first + 6, first + 7], v[(n * 6)..((n * 6) + 6)]);
            Assert.InRange(first - (20 * n), 0, 12);
            Assert.True(first % 5 <= 2);
        }
        Assert.Equal(v, new RandomCropOp([2, 3], 11).ApplyAll(x, default)[0].ToArray<float>());
    }
}
