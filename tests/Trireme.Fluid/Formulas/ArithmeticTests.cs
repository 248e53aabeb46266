using Trireme.Fluid;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Formulas;

/// <summary>Layers over two tensors, products, sums and reductions, against loops.</summary>
public sealed class ArithmeticTests
{
    private static readonly Tensor X = Numbers([2, 3, 4]) + 1.5, Row = Floats([4], 0.5f, 1, 2, 3), Middle = Floats([3], 0.5f, 2, 1.4f);
    private static readonly Tensor Counts = Longs([2, 3], 7, 8, 9, 10, 11, 3), Divisors = Longs([2], 4, 3);
    private static readonly Tensor True = Paddle.ToTensor(new[] { true, true, false, false, true, true }).Reshape([2, 3]);
    private static readonly Tensor Other = Paddle.ToTensor(new[] { true, false, true, false, false, true }).Reshape([2, 3]);
    private static readonly Tensor A = Floats([2, 2], 1, 2, 3, 4), B = Floats([2, 2], 1, 3, 2, 4);

    private static LayerCase Pair(string name, Func<Tensor, Tensor, Tensor> layer, Func<double, double, double> f, Tensor x, Tensor y, Func<int, int>? at = null)
    {
        double[] left = Values(x), right = Values(y);
        // y's element for an element of x: its own number where shapes are one.
        return new LayerCase(name, v => layer(v[0], v[1]), [x, y], x.Shape.ToArray(), left.Select((a, i) => f(a, right[at?.Invoke(i) ?? i]))) { Fixed = true };
    }

    private static LayerCase AtEnd(string name, Func<Tensor, Tensor, Tensor> layer, Func<double, double, double> f) => Pair(name + " at the end", layer, f, X, Row, i => i % 4);

    private static LayerCase AtOne(string name, Func<Tensor, Tensor, Tensor> layer, Func<double, double, double> f) => Pair(name + " from axis 1", layer, f, X, Middle, i => i / 4 % 3);

    private static LayerCase Reduced(string name, Func<Tensor, Tensor> layer, Tensor x, int[] shape, Func<int, int> target, Func<IEnumerable<double>, double> f)
        => new(name, v => layer(v[0]), [x], shape, Values(x).Select((value, i) => (value, to: target(i))).GroupBy(p => p.to, p => p.value).OrderBy(g => g.Key).Select(f));

    private static double Product(IEnumerable<double> x) => x.Aggregate(1.0, (a, b) => a * b);

    private static double[] Times(double[] x, double[] y, int rows, int inner, int columns)
        => Enumerable.Range(0, rows * columns).Select(i => Enumerable.Range(0, inner).Sum(k => x[(i / columns * inner) + k] * y[(k * columns) + (i % columns)])).ToArray();

    private static readonly LayerCase[] All =
    [
        AtEnd("elementwise_sub", (x, y) => Layers.ElementwiseSub(x, y), (x, y) => x - y),
        AtOne("elementwise_sub", (x, y) => Layers.ElementwiseSub(x, y, axis: 1, act: "relu"), (x, y) => Math.Max(0, x - y)),
        AtEnd("elementwise_div", (x, y) => Layers.ElementwiseDiv(x, y), (x, y) => x / y),
        AtOne("elementwise_div", (x, y) => Layers.ElementwiseDiv(x, y, axis: 1, act: "tanh"), (x, y) => Math.Tanh(x / y)),
        AtEnd("elementwise_max", (x, y) => Layers.ElementwiseMax(x, y), Math.Max),
        AtOne("elementwise_max", (x, y) => Layers.ElementwiseMax(x, y, axis: 1), Math.Max),
        AtEnd("elementwise_min", (x, y) => Layers.ElementwiseMin(x, y), Math.Min),
        AtOne("elementwise_min", (x, y) => Layers.ElementwiseMin(x, y, axis: 1), Math.Min),
        AtEnd("elementwise_pow", (x, y) => Layers.ElementwisePow(x, y), Math.Pow),
        AtOne("elementwise_pow", (x, y) => Layers.ElementwisePow(x, y, axis: 1), Math.Pow),
        AtOne("elementwise_add", (x, y) => Layers.ElementwiseAdd(x, y, axis: 1), (x, y) => x + y),
        Pair("elementwise_mod from axis 0", (x, y) => Layers.ElementwiseMod(x, y, axis: 0), (x, y) => x % y, Counts, Divisors, i => i / 3),
        Pair("elementwise_floordiv from axis 0", (x, y) => Layers.ElementwiseFloordiv(x, y, axis: 0), (x, y) => Math.Floor(x / y), Counts, Divisors, i => i / 3),
        Pair("equal", (x, y) => Layers.Equal(x, y), (x, y) => x == y ? 1 : 0, A, B),
        Pair("not_equal", (x, y) => Layers.NotEqual(x, y), (x, y) => x != y ? 1 : 0, A, B),
        Pair("less_equal", (x, y) => Layers.LessEqual(x, y), (x, y) => x <= y ? 1 : 0, A, B),
        Pair("greater_than", (x, y) => Layers.GreaterThan(x, y), (x, y) => x > y ? 1 : 0, A, B),
        Pair("greater_equal", (x, y) => Layers.GreaterEqual(x, y), (x, y) => x >= y ? 1 : 0, A, B),
        Pair("greater_equal into a variable", (x, y) => Into(DType.Bool, cond => Layers.GreaterEqual(x, y, cond)), (x, y) => x >= y ? 1 : 0, A, B),
        Pair("logical_or", (x, y) => Layers.LogicalOr(x, y), Math.Max, True, Other),
        Pair("logical_xor", (x, y) => Layers.LogicalXor(x, y), (x, y) => Math.Abs(x - y), True, Other),
        Pair("logical_xor into a variable", (x, y) => Into(DType.Bool, to => Layers.LogicalXor(x, y, to)), (x, y) => Math.Abs(x - y), True, Other),
        Pair("sums", (x, y) => Layers.Sums([x, y, x]), (x, y) => x + y + x, A, B),
        Pair("sums into a variable", (x, y) => Into(DType.Float32, to => Layers.Sums([x, y], to)), (x, y) => x + y, A, B),
        Pair("sum", (x, y) => Layers.Sum(x, y), (x, y) => x + y, A, B),
        Reduced("reduce_mean of all", x => Layers.ReduceMean(x), X, [1], _ => 0, x => x.Average()),
        Reduced("reduce_mean along two axes", x => Layers.ReduceMean(x, dim: [0, -1]), X, [3], i => i / 4 % 3, x => x.Average()),
        Reduced("reduce_mean along one axis, kept", x => Layers.ReduceMean(x, dim: 1, keepDim: true), X, [2, 1, 4], i => (i / 12 * 4) + (i % 4), x => x.Average()),
        Reduced("reduce_mean of a vector", x => Layers.ReduceMean(x, dim: 0), Row, [1], _ => 0, x => x.Average()),
        Reduced("reduce_min of all", x => Layers.ReduceMin(x), X, [1], _ => 0, x => x.Min()),
        Reduced("reduce_min along an axis, kept", x => Layers.ReduceMin(x, dim: -1, keepDim: true), X, [2, 3, 1], i => i / 4, x => x.Min()),
        Reduced("reduce_max along an axis", x => Layers.ReduceMax(x, dim: 0), X, [3, 4], i => i % 12, x => x.Max()),
        Reduced("reduce_prod of all", x => Layers.ReduceProd(x), X, [1], _ => 0, Product),
        Reduced("reduce_prod along an axis", x => Layers.ReduceProd(x, dim: 1), X, [2, 4], i => (i / 12 * 4) + (i % 4), Product),
        Reduced("reduce_sum, everything kept", x => Layers.ReduceSum(x, keepDim: true), X, [1, 1, 1], _ => 0, x => x.Sum()),
        Reduced("reduce_all of all", x => Layers.ReduceAll(x), True, [1], _ => 0, x => x.Min()),
        Reduced("reduce_all along an axis", x => Layers.ReduceAll(x, dim: 0), True, [3], i => i % 3, x => x.Min()),
        Reduced("reduce_any of all", x => Layers.ReduceAny(x), True, [1], _ => 0, x => x.Max()),
        Reduced("reduce_any along an axis, kept", x => Layers.ReduceAny(x, dim: 1, keepDim: true), Other, [2, 1], i => i / 3, x => x.Max()),
        Reduced("mean", x => Layers.Mean(x), X, [1], _ => 0, x => x.Average()),
        Reduced("isfinite", x => Layers.Isfinite(x), A, [1], _ => 0, _ => 1),
        Reduced("isfinite of an infinity", x => Layers.Isfinite(x), Floats([2], 1, float.PositiveInfinity), [1], _ => 0, _ => 0),
        Reduced("has_inf", x => Layers.HasInf(x), Floats([2], 1, float.NegativeInfinity), [1], _ => 0, _ => 1),
        Reduced("has_inf of what is not a number", x => Layers.HasInf(x), Floats([2], 1, float.NaN), [1], _ => 0, _ => 0),
        Reduced("has_nan", x => Layers.HasNan(x), Floats([2], 1, float.NaN), [1], _ => 0, _ => 1),
        Reduced("has_nan of an infinity", x => Layers.HasNan(x), Floats([2], 1, float.PositiveInfinity), [1], _ => 0, _ => 0),
        new("mul", v => Layers.Mul(v[0], v[1]), [Numbers([2, 3, 2]), Numbers([6, 2])], [2, 2], Times(Values(Numbers([2, 3, 2])), Values(Numbers([6, 2])), 2, 6, 2)),
        new("mul with columns from other axes", v => Layers.Mul(v[0], v[1], xNumColDims: 2, yNumColDims: 2), [Numbers([2, 3, 4]), Numbers([2, 2, 5, 1])], [2, 3, 5, 1],
            Times(Values(Numbers([2, 3, 4])), Values(Numbers([2, 2, 5, 1])), 6, 4, 5)) { Fixed = true },
        new("matmul", v => Layers.Matmul(v[0], v[1]), [Numbers([3, 2]), Numbers([2, 4])], [3, 4], Times(Values(Numbers([3, 2])), Values(Numbers([2, 4])), 3, 2, 4)) { Fixed = true },
        new("matmul, scaled and transposed", v => Layers.Matmul(v[0], v[1], transposeX: true, transposeY: true, alpha: 0.5), [A, B], [2, 2],
            Times([1, 3, 2, 4], [1, 2, 3, 4], 2, 2, 2).Select(x => x / 2)) { Fixed = true },
        new("matmul of vectors", v => Layers.Matmul(v[0], v[1]), [Row, Row], [1], [14.25]) { Fixed = true },
    ];

    private static Tensor Into(DType dtype, Func<Tensor, Tensor> write)
    {
        Trireme.Static.Variable target = Layers.CreateTensor(dtype);
        Assert.Same(target, write(target));
        return target;
    }

    public static IEnumerable<object[]> Names => LayerCase.NamesOf(All);

    [Theory, MemberData(nameof(Names))]
    public void Follows_its_formula(string name) => LayerCase.Check(All, name);
}
