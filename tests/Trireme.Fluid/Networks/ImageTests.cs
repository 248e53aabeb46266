using Trireme.Fluid;
using Trireme.Static;
using static Trireme.Tests.Fluid.Given;
using Api = Trireme.Fluid.Fluid;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Fluid.Networks;

/// <summary>Layers over images and volumes in programs, whose batch is not known when they are built.</summary>
public sealed class ImageTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());

    public ImageTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    private void Check(Dictionary<string, Tensor> feed, params (Tensor Expected, Tensor Built)[] pairs)
    {
        new Executor().Run(_startup);
        float[][] found = LayerProgram.Run(_main, feed, pairs.Select(p => (FetchTarget)p.Built).ToArray());
        for (int i = 0; i < pairs.Length; i++)
        {
            Assert.Equal(pairs[i].Expected.Shape.Rank, pairs[i].Built.Shape.Rank);
            Given.Near(pairs[i].Expected.Cast(DType.Float32).ToArray<float>(), found[i]);
        }
    }

    [Fact]
    public void Images_are_resized_padded_and_cut()
    {
        Variable x = Layers.Data("x", [4, 6, 8]), size = Layers.Data("size", [2], appendBatchSize: false, dtype: DType.Int32);
        Tensor v = Numbers([2, 4, 6, 8]);
        Check(new() { ["x"] = v, ["size"] = Ints(2, [5, 7]) },
            (F.Interpolate(v, [12, 4], mode: "bilinear", alignCorners: true), Layers.ResizeBilinear(x, [12, 4])),
            (F.Interpolate(v, [9, 12], mode: "bilinear", alignMode: 1), Layers.ResizeBilinear(x, scale: 1.5, alignCorners: false)),
            (F.Interpolate(v, [3, 4]), Layers.ResizeNearest(x, [3, 4], alignCorners: false)),
            (F.Interpolate(v, [5, 7], mode: "bilinear", alignCorners: true), Layers.ImageResize(x, [1, 1], actualShape: size)),
            (F.Interpolate(v, [3, 4], mode: "bilinear", alignCorners: true), Layers.ImageResizeShort(x, 3)),
            (F.Pad(v, [3, 4, 1, 2], "reflect"), Layers.Pad2d(x, [1, 2, 3, 4], "reflect")),
            (F.Pad(v, [0, 0, 1, 0, 0, 0, 0, 2], value: 9), Layers.Pad(x, [0, 0, 1, 0, 0, 0, 0, 2], 9)),
            (v.Slice([1, 2], [1, 2], [3, 6]), Layers.Crop(x, [-1, 2, 4, 8], [0, 1, 2, 0])),
            (F.Pad(v, [0, 0, 0, 0, 0, 1, 0, 2], value: 0), Layers.PadConstantLike(Layers.Pad(x, [0, 0, 0, 0, 1, 0, 2, 0]), x)));
    }

    [Fact]
    public void Nearest_with_aligned_corners_rounds_to_the_nearer_element()
    {
        Variable x = Layers.Data("x", [1, 1, 5]);
        // 5 elements on 3 places: 0, 2, 4; on 4 places: 0, 1.33, 2.67, 4.
        Tensor v = Floats([1, 1, 1, 5], [10, 11, 12, 13, 14]);
        Check(new() { ["x"] = v }, (Floats([1, 1, 1, 3], [10, 12, 14]), Layers.ResizeNearest(x, [1, 3])), (Floats([1, 1, 1, 4], [10, 11, 13, 14]),
            Layers.ResizeNearest(x, [1, 4])));
    }

    [Fact]
    public void Elements_are_rearranged()
    {
        Variable x = Layers.Data("x", [4, 6, 8]), clips = Layers.Data("clips", [8, 2, 2]), scale = Layers.Data("scale", [4], appendBatchSize: false);
        Tensor v = Numbers([2, 4, 6, 8]), c = Numbers([4, 8, 2, 2]), s = Numbers([4]);
        Check(new() { ["x"] = v, ["clips"] = c, ["scale"] = s },
            (F.PixelShuffle(v, 2), Layers.PixelShuffle(x, 2)),
            (F.ChannelShuffle(v, 2), Layers.ShuffleChannel(x, 2)),
            (F.TemporalShift(c, 2), Layers.TemporalShift(clips, 2)),
            (F.Relu((v * s.Reshape([4, 1, 1])) + s.Reshape([4, 1, 1])), Layers.AffineChannel(x, scale, scale, act: "relu")),
            (F.Unfold(v, [2, 3], 1).Transpose([0, 2, 1]).Flatten(0, 1), Layers.Im2sequence(x, (2, 3))),
            (v.Flatten(2).Matmul(v.Flatten(2), transposeY: true) / 48.0, Layers.FspMatrix(x, x)),
            (Ints(4, [2, 4, 6, 8]), Layers.Shape(x)),
            (Ints(1, [4]), Layers.Rank(x)),
            (Paddle.Full([2, 3], 0.0), Layers.UniformRandomBatchSizeLike(x, [-1, 3]) * 0.0));
    }

    [Fact]
    public void Images_are_read_where_a_transform_says()
    {
        Variable x = Layers.Data("x", [3, 5, 5]), theta = Layers.Data("theta", [2, 3]);
        Tensor v = Numbers([2, 3, 5, 5]), t = Floats([2, 2, 3], [0.5f, 0.2f, 0.1f, 0, 0.7f, -0.1f, 1, 0, 0, 0, 1, 0]);
        Tensor grid = Layers.AffineGrid(theta, [2, 3, 4, 6]);
        Check(new() { ["x"] = v, ["theta"] = t }, (F.AffineGrid(t, [2, 3, 4, 6]), grid), (F.GridSample(v, F.AffineGrid(t, [2, 3, 4, 6])),
            Layers.GridSampler(x, grid)));
    }

    [Fact]
    public void Volumes_are_pooled_and_convolved()
    {
        Variable x = Layers.Data("x", [2, 4, 4, 6]);
        Tensor v = Numbers([3, 2, 4, 4, 6]);
        Tensor up = Layers.Conv3dTranspose(x, 3, filterSize: 2, stride: 2, biasAttr: false, paramAttr: new NN.Initializers.Constant(0.5));
        Check(new() { ["x"] = v },
            (F.MaxPool3d(v, 2), Layers.Pool3d(x, 2, poolStride: 2)),
            (F.AvgPool3d(v, 2, 1, 1), Layers.Pool3d(x, 2, "avg", 1, 1)),
            (v.Mean([2, 3, 4], keepdim: true), Layers.Pool3d(x, poolType: "avg", globalPooling: true)),
            (F.AdaptiveAvgPool3d(v, [2, 2, 3]), Layers.AdaptivePool3d(x, [2, 2, 3], "avg")),
            (F.Conv3dTranspose(v, Paddle.Full([2, 3, 2, 2, 2], 0.5), stride: 2), up));
    }

    [Fact]
    public void A_deformable_convolution_without_offsets_is_a_convolution()
    {
        Variable x = Layers.Data("x", [2, 5, 5]), offset = Layers.Data("offset", [18, 5, 5]), mask = Layers.Data("mask", [9, 5, 5]);
        Tensor v = Numbers([2, 2, 5, 5]);
        Tensor y = Layers.DeformableConv(x, offset, mask, 4, 3, padding: 1, paramAttr: new NN.Initializers.Constant(0.1),
            biasAttr: new NN.Initializers.Constant(0.3));
        Check(new() { ["x"] = v, ["offset"] = Paddle.Zeros([2, 18, 5, 5]), ["mask"] = Paddle.Full([2, 9, 5, 5], 0.5) },
            ((F.Conv2d(v, Paddle.Full([4, 2, 3, 3], 0.1), padding: 1) * 0.5) + 0.3, y));
    }

    [Fact]
    public void Statistics_and_singular_values_scale()
    {
        Variable x = Layers.Data("x", [3]);
        Tensor v = Numbers([4, 3]);
        Tensor weight = Layers.CreateParameter([2, 2], DType.Float32, attr: new NN.Initializers.Assign(Floats([2, 2], [2, 1, 1, 2])));
        Check(new() { ["x"] = v },
            ((v - 0.25) * 2.0, Layers.DataNorm(x, paramAttr: new Dictionary<string, double> { ["batch_size"] = 8, ["batch_sum"] = 2, ["batch_square"] = 2 })),
            (Floats([2, 2], [2 / 3f, 1 / 3f, 1 / 3f, 2 / 3f]), Layers.SpectralNorm(weight, powerIters: 40)));
    }

    [Fact]
    public void A_variable_is_loaded_from_a_file()
    {
        string folder = Directory.CreateTempSubdirectory("trireme-load").FullName;
        try
        {
            Tensor w = Layers.CreateParameter([2, 3], DType.Float32, "loaded.w");
            new Executor().Run(_startup);
            Trireme.Fluid.IO.SaveParams(new Executor(), folder, _main);
            float[] saved = Scope.Global.FindVar("loaded.w")!.GetTensor().ToArray<float>();
            using (Api.ProgramGuard(new Program(), new Program()))
            {
                Variable again = Layers.CreateTensor(DType.Float32, "again"), half = Layers.CreateTensor(DType.Float16, "half");
                Layers.Load(again, Path.Combine(folder, "loaded.w"));
                Layers.Load(half, Path.Combine(folder, "loaded.w"), true);
                Tensor[] read = new Executor().Run(Api.DefaultMainProgram(), null, [again, half]);
                Assert.Equal(saved, read[0].ToArray<float>());
                Assert.Equal(DType.Float16, read[1].DType);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
