using F = Trireme.NN.Functional;

namespace Trireme.Bench.Rows;

/// <summary>Functions that no row of a network shows: sizes as they come in use.</summary>
internal static class FunctionRows
{
    public static IEnumerable<Row> All()
    {
        yield return Of("broadcasting", "add a mask 8 x 1 x 1 x 128 to 8 x 12 x 128 x 128", "add", [[8, 12, 128, 128], [8, 1, 1, 128]], t => t[0] + t[1]);
        yield return Of("broadcasting", "multiply 8 x 128 x 768 by 8 x 1 x 768", "mul", [[8, 128, 768], [8, 1, 768]], t => t[0] * t[1]);
        yield return Of("broadcasting", "multiply 8 x 64 x 28 x 28 by 64 x 1 x 1", "mul", [[8, 64, 28, 28], [64, 1, 1]], t => t[0] * t[1]);
        yield return Of("activations", "elu, 1 M", "elu", [[1 << 20]], t => F.Elu(t[0]));
        yield return Of("activations", "leaky_relu, 1 M", "leaky_relu", [[1 << 20]], t => F.LeakyRelu(t[0]));
        yield return Of("activations", "gelu, 1 M", "gelu", [[1 << 20]], t => F.Gelu(t[0]));
        yield return Of("activations", "gelu, 1 M, with sum and backward", "gelu", [[1 << 20]], t => F.Gelu(t[0]), backward: true);
        yield return Of("activations", "tanh, 1 M", "tanh", [[1 << 20]], t => t[0].Tanh());
        yield return Of("activations", "sign, 1 M", "sign", [[1 << 20]], t => t[0].Sign());
        yield return Of("activations", "power 2.5 of 1 M", "pow", [[1 << 20]], t => (t[0] + 1.5f).Pow(2.5));

        yield return Of("search", "sort of 2048 x 2048", "sort", [[2048, 2048]], t => t[0].Sort(-1));
        yield return Of("search", "topk 5 of 256 x 1000", "topk", [[256, 1000]], t => t[0].Topk(5).Values);
        yield return Of("search", "topk 5 of 1000 x 256 along the first axis", "topk_first", [[1000, 256]], t => t[0].Topk(5, 0).Values);
        yield return Of("search", "unique of 1 M integers below 1000", "unique", () => [Values.Integers([1 << 20], 1000)], t => t[0].Unique());
        yield return Of("search", "bincount of 1 M integers below 1000", "bincount", () => [Values.Integers([1 << 20], 1000)], t => t[0].Bincount());
        yield return Of("search", "nonzero of 1 M", "nonzero", [[1 << 20]], t => (t[0] > 0).Nonzero());
        yield return Of("search", "masked_select of 1 M", "masked_select", [[1 << 20]], t => t[0].MaskedSelect(t[0] > 0));
        yield return Of("search", "index_select of 1024 columns of 2048 x 2048", "index_select", () => [Values.Uniform([2048, 2048]), Values.Integers([1024], 2048)],
            t => Paddle.IndexSelect(t[0], t[1], 1));
        yield return Of("search", "embedding, 1024 of 30000 x 768", "embedding", () => [Values.Uniform([30000, 768]), Values.Integers([1024], 30000)],
            t => F.Embedding(t[1], t[0]));

        yield return Of("copies", "rows of 1024 x 1024 reversed", "flip", [[1024, 1024]], t => t[0].Flip([1]));
        yield return Of("copies", "pixel_shuffle of 4 x 64 x 56 x 56", "pixel_shuffle", [[4, 64, 56, 56]], t => F.PixelShuffle(t[0], 2));
        yield return Of("copies", "1 M floats to int64", "to_int64", [[1 << 20]], t => t[0].Cast("int64"));

        yield return Of("images", "nearest, twice 8 x 64 x 28 x 28", "nearest", [[8, 64, 28, 28]], t => F.Interpolate(t[0], scaleFactor: 2, mode: "nearest"));
        yield return Of("images", "bilinear, twice 8 x 64 x 28 x 28", "bilinear", [[8, 64, 28, 28]], t => F.Interpolate(t[0], scaleFactor: 2, mode: "bilinear"));
        yield return Of("images", "adaptive_avg_pool2d of 8 x 64 x 56 x 56 to 7 x 7", "adaptive_avg_pool2d", [[8, 64, 56, 56]], t => F.AdaptiveAvgPool2d(t[0], 7));
        yield return Of("images", "avg_pool2d 3 x 3 of 8 x 64 x 56 x 56", "avg_pool2d", [[8, 64, 56, 56]], t => F.AvgPool2d(t[0], 3, 1, 1, exclusive: false));
        yield return Of("images", "max_pool2d 3 x 3, stride 2, of 8 x 64 x 112 x 112", "max_pool2d", [[8, 64, 112, 112]], t => F.MaxPool2d(t[0], 3, 2, 1));
        yield return Of("images", "grid_sample of 4 x 16 x 64 x 64", "grid_sample", [[4, 16, 64, 64], [4, 64, 64, 2]], t => F.GridSample(t[0], t[1]));

        yield return Of("linear algebra", "cholesky of 512 x 512", "cholesky", [[512, 512]],
            t => Linalg.Cholesky(t[0].Matmul(t[0], transposeY: true) + (Paddle.Eye(512) * 10f)));
        yield return Of("linear algebra", "inverse of 512 x 512", "inv", [[512, 512]], t => Linalg.Inv(t[0] + (Paddle.Eye(512) * 10f)));
        yield return Of("linear algebra", "eigh of 128 x 128", "eigh", [[128, 128]], t => Linalg.Eigh(t[0] + t[0].Transpose([1, 0])).Values);
        yield return Of("linear algebra", "eigvalsh of 128 x 128", "eigvalsh", [[128, 128]],
            t => Linalg.Eigvalsh(t[0] + t[0].Transpose([1, 0])));
        yield return Of("linear algebra", "dot product of 1 M", "dot", [[1 << 20], [1 << 20]], t => t[0].Dot(t[1]));
        yield return Of("linear algebra", "svd of 128 x 128", "svd", [[128, 128]], t => Linalg.Svd(t[0]).S);

        yield return Of("convolutions", "conv1d 3, 64 channels, 8 x 4000", "conv1d", [[8, 64, 4000], [64, 64, 3]], t => F.Conv1d(t[0], t[1], null, 1, 1));
        yield return Of("convolutions", "conv1d 3, 64 channels, 8 x 4000, with sum and backward", "conv1d", [[8, 64, 4000], [64, 64, 3]],
            t => F.Conv1d(t[0], t[1], null, 1, 1), backward: true);
        yield return Of("convolutions", "conv2d 5 x 5, 8 x 64 x 28 x 28", "conv2d_5x5", [[8, 64, 28, 28], [64, 64, 5, 5]], t => F.Conv2d(t[0], t[1], null, 1, 2));
        yield return Of("convolutions", "conv2d 7 x 7 of each channel, 8 x 96 x 56 x 56", "conv2d_depthwise7", [[8, 96, 56, 56], [96, 1, 7, 7]],
            t => F.Conv2d(t[0], t[1], null, 1, 3, 1, 96));
        yield return Of("convolutions", "conv2d 7 x 7 of each channel, 8 x 384 x 14 x 14, with sum and backward", "conv2d_depthwise7",
            [[8, 384, 14, 14], [384, 1, 7, 7]], t => F.Conv2d(t[0], t[1], null, 1, 3, 1, 384), backward: true);
        yield return Of("convolutions", "conv2d 5 x 5 of each channel, stride 2, 8 x 672 x 14 x 14", "conv2d_depthwise5s2", [[8, 672, 14, 14], [672, 1, 5, 5]],
            t => F.Conv2d(t[0], t[1], null, 2, 2, 1, 672));
        yield return Of("convolutions", "conv2d 3 x 3 in 32 groups, 8 x 128 x 28 x 28", "conv2d_groups32", [[8, 128, 28, 28], [128, 4, 3, 3]],
            t => F.Conv2d(t[0], t[1], null, 1, 1, 1, 32));
        yield return Of("convolutions", "conv2d 3 x 3, dilation 6, 512 x 33 x 33 to 256", "conv2d_dilation6", [[1, 512, 33, 33], [256, 512, 3, 3]],
            t => F.Conv2d(t[0], t[1], null, 1, 6, 6));
        yield return Of("convolutions", "conv2d 3 x 3, dilation 18, 2 x 256 x 33 x 33", "conv2d_dilation18", [[2, 256, 33, 33], [256, 256, 3, 3]],
            t => F.Conv2d(t[0], t[1], null, 1, 18, 18));
        yield return Of("convolutions", "conv2d_transpose 4 x 4, stride 2, 8 x 128 x 16 x 16 to 64", "conv2d_transpose", [[8, 128, 16, 16], [128, 64, 4, 4]],
            t => F.Conv2dTranspose(t[0], t[1], null, 2, 1));
    }

    private static Row Of(string group, string name, string kind, Shape[] shapes, Func<Tensor[], Tensor> f, bool backward = false)
        => Of(group, name, kind, () => [.. shapes.Select((s, i) => Values.Uniform(s, seed: i + 1))], f, backward);

    private static Row Of(string group, string name, string kind, Func<Tensor[]> inputs, Func<Tensor[], Tensor> f, bool backward = false)
        => OperatorRows.Of(group, name, kind, inputs, f, grad: backward, backward);
}
