using Trireme.Fluid;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Formulas;

/// <summary>Layers that move elements, pick or count them, against given numbers and loops.</summary>
public sealed class ShapeTests
{
    private static readonly Tensor X = Numbers([2, 3, 4]), Ones = Numbers([2, 1, 3, 1]), Mixed = Floats([2, 3], 3, 1, 2, 0.5f, -1, 4);

    private static LayerCase Picks(string name, Func<Tensor, Tensor> layer, Tensor x, int[] shape, Func<int, int> from, bool known = false)
    {
        double[] values = Values(x);
        return new LayerCase(name, v => layer(v[0]), [x], shape, Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => values[from(i)])) { Fixed = known };
    }

    private static readonly LayerCase[] All =
    [
        Picks("transpose", x => Layers.Transpose(x, [1, 2, 0]), X, [3, 4, 2], i => (i % 2 * 12) + (i / 2)),
        Picks("flatten", x => Layers.Flatten(x), X, [2, 12], i => i),
        Picks("flatten from axis 2", x => Layers.Flatten(x, axis: 2), X, [6, 4], i => i),
        Picks("flatten from axis 0", x => Layers.Flatten(x, axis: 0), X, [1, 24], i => i),
        Picks("squeeze", x => Layers.Squeeze(x, [1]), Ones, [2, 3, 1], i => i),
        Picks("squeeze of all axes of size 1", x => Layers.Squeeze(x, []), Ones, [2, 3], i => i, known: true),
        Picks("unsqueeze", x => Layers.Unsqueeze(x, [0, 3]), X, [1, 2, 3, 1, 4], i => i),
        Picks("expand", x => Layers.Expand(x, [1, 2, 3]), X, [2, 6, 12], i => (i / 72 * 12) + (i / 12 % 6 % 3 * 4) + (i % 4)),
        Picks("reverse", x => Layers.Reverse(x, [0, 2]), X, [2, 3, 4], i => ((1 - (i / 12)) * 12) + (i / 4 % 3 * 4) + 3 - (i % 4), known: true),
        Picks("split in equal parts", x => Layers.Split(x, 2)[1], X, [2, 3, 2], i => (i / 2 * 4) + 2 + (i % 2)),
        Picks("split in sections", x => Layers.Split(x, (1, 2), dim: 1)[1], X, [2, 2, 4], i => (i / 8 * 12) + 4 + (i % 8)),
        Picks("unstack", x => Layers.Unstack(x, axis: 1)[2], X, [2, 4], i => (i / 4 * 12) + 8 + (i % 4)),
        Picks("stack", x => Layers.Stack([x, x], axis: 1), Mixed, [2, 2, 3], i => (i / 6 * 3) + (i % 3)),
        Picks("maxout", x => Layers.Maxout(x, groups: 2), Floats([1, 4, 1, 2], 1, 8, 2, 7, 3, 6, 4, 5), [1, 2, 1, 2], i => new[] { 2, 1, 6, 5 }[i]),
        // Paddle's order of elements is that of YOLO's reorganization: the input's channels are divided first into b² parts.
        Picks("space_to_depth", x => Layers.SpaceToDepth(x, 2), Numbers([1, 8, 4, 4]), [1, 32, 2, 2], Reorganized),
        new("scatter", v => Layers.Scatter(v[0], v[1], v[2]), [Floats([3, 2], 1, 2, 3, 4, 5, 6), Longs([2], 2, 0), Floats([2, 2], 10, 11, 12, 13)], [3, 2], [12, 13, 3, 4, 10, 11]),
        new("scatter that adds", v => Layers.Scatter(v[0], v[1], v[2], overwrite: false), [Floats([3, 1], 1, 2, 3), Longs([3], 2, 0, 2), Floats([3, 1], 10, 11, 12)], [3, 1], [11, 2, 22]),
        new("multiplex", v => Layers.Multiplex([v[0], v[1]], v[2]), [Floats([3, 2], 1, 2, 3, 4, 5, 6), Floats([3, 2], 7, 8, 9, 10, 11, 12), Ints([3, 1], 1, 0, 1)], [3, 2], [7, 8, 3, 4, 11, 12]),
        new("argmax", v => Layers.Argmax(v[0]), [Mixed], [3], [0, 0, 1]),
        new("argmax along an axis", v => Layers.Argmax(v[0], axis: -1), [Mixed], [2], [0, 2]),
        new("argmin", v => Layers.Argmin(v[0]), [Mixed], [3], [1, 1, 0]),
        new("argmin along an axis", v => Layers.Argmin(v[0], axis: 1), [Mixed], [2], [1, 1]),
        new("argsort", v => Layers.Argsort(v[0]).Out, [Mixed], [2, 3], [1, 2, 3, -1, 0.5, 4]),
        new("argsort's places", v => Layers.Argsort(v[0]).Indices, [Mixed], [2, 3], [1, 2, 0, 1, 0, 2]),
        new("argsort's places along axis 0", v => Layers.Argsort(v[0], axis: 0).Indices, [Mixed], [2, 3], [1, 1, 0, 0, 0, 1]),
        new("one_hot", v => Layers.OneHot(v[0], 4), [Longs([3, 1], 2, 0, 3)], [3, 4], [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1]),
        new("cumsum", v => Layers.Cumsum(v[0]), [Mixed], [2, 3], [3, 4, 6, 0.5, -0.5, 3.5]),
        new("cumsum without the element itself", v => Layers.Cumsum(v[0], axis: 1, exclusive: true), [Mixed], [2, 3], [0, 3, 4, 0, 0.5, -0.5]),
        new("cumsum from the end", v => Layers.Cumsum(v[0], axis: 0, reverse: true), [Mixed], [2, 3], [3.5, 0, 6, 0.5, -1, 4]),
        new("cumsum from the end, without the element itself", v => Layers.Cumsum(v[0], axis: 1, exclusive: true, reverse: true), [Mixed], [2, 3], [3, 2, 0, 3, 4, 0]),
        new("diag", v => Layers.Diag(v[0]), [Floats([3], 1, 2, 3)], [3, 3], [1, 0, 0, 0, 2, 0, 0, 0, 3]) { Fixed = true },
        new("where", v => Layers.Where(Layers.GreaterThan(v[0], Layers.FillConstant([1], "float32", 1.5))), [Mixed], [3, 2], [0, 0, 0, 2, 1, 2]),
        new("linspace", v => Layers.Linspace(-1, 1, 5, "float32"), [Mixed], [5], [-1, -0.5, 0, 0.5, 1]),
        new("zeros", v => Layers.Zeros([2, 1], "int64"), [Mixed], [2, 1], [0, 0]),
        new("fill_constant_batch_size_like", v => Layers.FillConstantBatchSizeLike(v[0], [-1, 3], "float32", 2.5), [Mixed], [2, 3], [2.5, 2.5, 2.5, 2.5, 2.5, 2.5]),
        new("fill_constant_batch_size_like in another place", v => Layers.FillConstantBatchSizeLike(v[0], [2, 9], "int64", 7, inputDimIdx: 1, outputDimIdx: 1), [Mixed], [2, 3],
            [7, 7, 7, 7, 7, 7]),
        // The strongest of channel 1 is at (1, 0), then, its row and column taken, at (0, 1).
        new("similarity_focus", v => Layers.SimilarityFocus(v[0], axis: 1, indexes: [1]), [Floats([1, 2, 2, 2], 1, 2, 3, 4, 5, 6, 9, 8)], [1, 2, 2, 2], [0, 1, 1, 0, 0, 1, 1, 0]),
        new("continuous_value_model", v => Layers.ContinuousValueModel(v[0], v[1]), [Floats([1, 4], 3, 1, 0.5f, 0.7f), Floats([1, 2], 3, 1)], [1, 4],
            [Math.Log(4), Math.Log(2) - Math.Log(4), 0.5, 0.7]),
        new("continuous_value_model without the two", v => Layers.ContinuousValueModel(v[0], v[1], useCvm: false), [Floats([1, 4], 3, 1, 0.5f, 0.7f), Floats([1, 2], 3, 1)], [1, 2], [0.5, 0.7]),
    ];

    private static int Reorganized(int target)
    {
        // Read as [C / 4, 2H, 2W], the result has x[k, j, i] at (k mod (C / 4), 2j + part / 2, 2i + part mod 2), part = k / (C / 4).
        const int C = 8, H = 4, W = 4;
        int c = target / (4 * H * W), y = target / (2 * W) % (2 * H), x = target % (2 * W), k = c + (C / 4 * ((y % 2 * 2) + (x % 2)));
        return (k * H * W) + (y / 2 * W) + (x / 2);
    }

    public static IEnumerable<object[]> Names => LayerCase.NamesOf(All);

    [Theory, MemberData(nameof(Names))]
    public void Follows_its_formula(string name) => LayerCase.Check(All, name);

    [Fact]
    public void A_random_crop_is_one_window_of_each_instance()
    {
        using var program = new LayerProgram();
        Tensor part = Layers.RandomCrop(Layers.Data("x", [2, 5, 6]), [2, 3, 4], seed: 5);
        float[] values = program.Run(new() { ["x"] = Paddle.Arange(120, dtype: "float32").Reshape([2, 2, 5, 6]) }, part)[0].ToArray<float>();
        Assert.Equal(48, values.Length);
        for (int n = 0; n < 2; n++)
        {
            float corner = values[n * 24], within = corner - (60 * n);
            Assert.InRange(within / 6, 0, 3);
            Assert.InRange(within % 6, 0, 2);
            for (int i = 0; i < 24; i++)
                Assert.Equal(corner + (i / 12 * 30) + (i / 4 % 3 * 6) + (i % 4), values[(n * 24) + i]);
        }
    }
}
