using Trireme.NN;
using Trireme.Operators;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    public static GradientRow[] Manipulation =>
    [
        new("reshape2", t => t[0].Reshape([3, -1]).Squared(), Uniform([2, 6])),
        new("squeeze2", t => t[0].Squeeze(1).Squared(), Uniform([2, 1, 3])),
        new("unsqueeze2", t => t[0].Unsqueeze((0, 2)).Squared(), Uniform([2, 3])),
        new("flatten_contiguous_range", t => t[0].Flatten(1).Squared(), Uniform([2, 2, 3])),
        new("transpose2", t => t[0].Transpose((2, 0, 1)).Squared(), Uniform([2, 3, 4])),
        new("as_strided, overlapping", t => t[0].Squared().AsStrided([3, 4], [2, 1], 1), Uniform([3, 3])),
        new("unfold", t => t[0].Squared().Unfold(0, 3, 2), Uniform([7, 2])),
        new("slice", t => t[0].Squared().Slice((0, 1), (1, 0), (3, 2)), Uniform([4, 3])),
        new("strided_slice", t => t[0].Squared().StridedSlice((0, 1), (3, 2), (-10, 0), (-2, -1)), Uniform([4, 3])),
        new("flip", t => t[0].Flip((0, 1)).Squared(), Uniform([2, 3])),
        new("roll", t => t[0].Roll((1, -2), (0, 1)).Squared(), Uniform([2, 3])),
        new("expand_v2", t => t[0].Expand([2, 3, 4]).Squared(), Uniform([3, 1])),
        new("tile", t => t[0].Squared().Tile((2, 3, 1)), Uniform([2, 3])),
        new("concat", t => Paddle.Concat([t[0], t[1]], 1).Squared(), Uniform([2, 3]), Uniform([2, 2], seed: 1)),
        new("stack", t => Paddle.Stack([t[0], t[1]], -1).Squared(), Uniform([2, 3]), Uniform([2, 3], seed: 1)),
        new("split", t => t[0].Squared().Split([2, -1], 1), Uniform([2, 5])),
        new("unbind", t => t[0].Squared().Unbind(1), Uniform([2, 3])),
        new("unstack", t => t[0].Squared().Unstack(-1), Uniform([2, 3])),
        new("diagonal", t => t[0].Squared().Diagonal(1, 1, 2), Uniform([2, 3, 4])),
        new("diag_embed", t => t[0].Squared().DiagEmbed(-1, 0, 2), Uniform([2, 3])),
        new("tril_triu", t => t[0].Squared().Tril(-1) + t[0].Squared().Triu(1), Uniform([3, 4])),
        new("diagonal_scatter", t => t[0].DiagonalScatter(t[1], 1).Squared(), Uniform([3, 3]), Uniform(2, seed: 1)),
    ];

    public static GradientRow[] Indexing =>
    [
        new("gather", t => t[0].Gather(t[1], 1).Squared(), Uniform([2, 4]), Integers(3, 1, 3, 1)),
        new("gather with a scalar index", t => t[0].Gather(t[1], 1).Squared(), Uniform([2, 4]), Integers([], -1)),
        new("index_select", t => t[0].IndexSelect(t[1], -1).Squared(), Uniform([2, 4]), Integers(3, 1, 3, 1)),
        new("gather_nd", t => t[0].GatherNd(t[1]).Squared(), Uniform([2, 4]), Integers([2, 2], 1, 2, 1, 2)),
        new("scatter_nd", t => Paddle.ScatterNd(t[1], t[0].Squared(), [4, 2]).Squared(), Uniform([3, 2]), Integers([3, 1], 1, 3, 1)),
        new("scatter_nd_add", t => t[0].ScatterNdAdd(t[2], t[1]).Squared(), Uniform([4, 2]), Uniform([3, 2], seed: 1), Integers([3, 1], 1, 3, 1)),
        new("index_sample", t => t[0].IndexSample(t[1]).Squared(), Uniform([2, 4]), Integers([2, 2], 1, 2, 3, 3)),
        new("scatter", t => t[0].Scatter(t[2], t[1]).Squared(), Uniform([4, 2]), Uniform([2, 2], seed: 1), Integers(2, 1, 3)),
        new("scatter, summed", t => t[0].Scatter(t[2], t[1], overwrite: false).Squared(), Uniform([4, 2]), Uniform([3, 2], seed: 1), Integers(3, 1, 3, 1)),
        new("index_add", t => t[0].IndexAdd(t[2], 1, t[1]).Squared(), Uniform([2, 4]), Uniform([2, 3], seed: 1), Integers(3, 1, 3, 1)),
        new("index_put", t => t[0].IndexPut([t[2], t[3]], t[1]).Squared(), Uniform([3, 4]), Uniform(2, seed: 1), Integers(2, 0, 2), Integers(2, 3, 1)),
        new("index_put, added", t => t[0].IndexPut([t[2]], t[1], accumulate: true).Squared(), Uniform([3, 4]), Uniform(4, seed: 1), Integers(3, 0, 2, 2)),
        new("set_value", t => new SetValueOp((0, 1), (1, 3), (3, -10), (1, -2)).Apply(t[0], t[1]).Squared(), Uniform([3, 4]), Uniform([2, 1], seed: 1)),
        new("take_along_axis", t => t[0].TakeAlongAxis(t[1], 1).Squared(), Uniform([2, 4]), Integers([2, 3], 1, 1, 0, 3, 2, 3)),
        new("put_along_axis", t => t[0].PutAlongAxis(t[2], t[1], 1).Squared(), Uniform([2, 4]), Uniform([2, 2], seed: 1), Integers([2, 2], 1, 0, 3, 2)),
        new("put_along_axis, added", t => t[0].PutAlongAxis(t[2], t[1], 1, "add", false).Squared(), Uniform([2, 4]), Uniform([2, 2], seed: 1), Integers([2, 2], 1, 1, 3, 2)),
        new("put_along_axis, multiplied", t => t[0].PutAlongAxis(t[2], t[1], 1, "multiply"), Uniform([2, 4], 0.5, 1.5), Uniform([2, 2], 0.5, 1.5, 1), Integers([2, 2], 1, 1, 3, 2)),
        new("put_along_axis, mean", t => t[0].PutAlongAxis(t[2], t[1], 1, "mean").Squared(), Uniform([2, 4]), Uniform([2, 2], seed: 1), Integers([2, 2], 1, 1, 3, 2)),
        new("put_along_axis, largest", t => t[0].PutAlongAxis(t[2], t[1], 1, "amax", false).Squared(), Distinct([2, 4]), Distinct([2, 2], 1), Integers([2, 2], 1, 1, 3, 2)),
        new("masked_select", t => t[0].Squared().MaskedSelect(t[0] > 0), Uniform([2, 4])),
        new("masked_scatter", t => t[0].MaskedScatter(t[0] > 0, t[1]).Squared(), Uniform([2, 4]), Uniform([3, 3], seed: 1)),
        new("where", t => (t[0] > t[1]).Where(t[0].Squared(), t[1].Squared()), Uniform([2, 4]), Uniform(4, seed: 1)),
        new("several index tensors", t => t[0][t[1], TensorIndex.Slice(), t[2]].Squared(), Uniform([3, 2, 4]), Integers(2, 0, 2), Integers([2, 1], 3, 1)),
        new("an index tensor behind a range", t => t[0][1.., t[1]].Squared(), Uniform([3, 4]), Integers([2, 2], 0, 2, 2, 3)),
        new("assigning by index", t =>
        {
            Tensor x = t[0].Squared();
            x[0, 1..3] = t[1];
            x[t[2]] = t[1].Sum() + x[1];
            return x.Squared();
        }, Uniform([3, 4]), Uniform(2, seed: 1), Integers(1, 2)),
    ];

    public static GradientRow[] Search =>
    [
        new("argsort", t => t[0].Sort(0).Squared(), Distinct([4, 3])),
        new("top_k_v2", t => t[0].Topk(2, 0).Values.Squared(), Distinct([4, 3])),
        new("kthvalue", t => t[0].Kthvalue(2, 1).Values.Squared(), Distinct([4, 3])),
        new("mode", t => t[0].Mode(1).Values.Squared(), Distinct([4, 3])),
    ];

    public static GradientRow[] Matmul =>
    [
        new("matmul_v2", t => t[0].Matmul(t[1]), Uniform([2, 3]), Uniform([3, 4], seed: 1)),
        new("matmul, first transposed", t => t[0].Matmul(t[1], transposeX: true), Uniform([2, 3, 2]), Uniform([3, 4], seed: 1)),
        new("matmul, second transposed", t => t[0].Matmul(t[1], transposeY: true), Uniform([2, 2, 3]), Uniform([4, 3], seed: 1)),
        new("matmul, both transposed", t => t[0].Matmul(t[1], true, true), Uniform([3, 2]), Uniform([2, 4, 3], seed: 1)),
        new("matmul, batches", t => t[0].Matmul(t[1]), Uniform([2, 1, 2, 3]), Uniform([2, 3, 2], seed: 1)),
        new("matmul, vectors", t => t[0].Matmul(t[1]), Uniform(3), Uniform(3, seed: 1)),
        new("matmul, vector and batch", t => new[] { t[0].Matmul(t[1]), t[1].Matmul(t[0], transposeX: true) }, Uniform(3), Uniform([2, 3, 4], seed: 1)),
        new("fused_gemm_epilogue", t => Functional.Linear(t[0], t[1], t[2]), Uniform([2, 2, 3]), Uniform([3, 4], seed: 1), Uniform(4, seed: 2)),
        new("fused_gemm_epilogue, relu", t => new FusedGemmEpilogueOp(true, true, "relu").Apply(t[0], t[1], t[2]), Uniform([3, 2]), Uniform([4, 3], seed: 1), Uniform(4, seed: 2)),
    ];
}

/// <summary>A second derivative that is not zero, for functions that are linear themselves.</summary>
internal static class Squares
{
    public static Tensor Squared(this Tensor x) => x * x;

    public static Tensor[] Squared(this Tensor[] list) => [.. list.Select(t => t * t)];
}
