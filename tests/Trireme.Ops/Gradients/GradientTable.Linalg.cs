using static Trireme.Tests.Ops.Gradients.GradientRow;
using Algebra = Trireme.Linalg;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    private static Tensor WellConditioned => Uniform([2, 3, 3]) + Paddle.Ones(3, DType.Float64).DiagEmbed() * 3.0;

    private static Tensor Tall => Uniform([2, 4, 3], seed: 3) + Paddle.Diag(Tensor.From<double>([1, 2.5, 4.5, 7], 4))[.., ..3];

    public static GradientRow[] LinearAlgebra =>
    [
        new("inverse", t => Algebra.Inv(t[0]), WellConditioned),
        new("determinant", t => Algebra.Det(t[0]), WellConditioned),
        new("slogdeterminant", t => Algebra.Slogdet(t[0]), WellConditioned),
        new("solve", t => Algebra.Solve(t[0], t[1]), WellConditioned, Uniform([3, 2], seed: 1)),
        new("triangular_solve, upper", t => Algebra.TriangularSolve(t[0], t[1]), WellConditioned, Uniform([2, 3, 2], seed: 1)),
        new("triangular_solve, lower transposed", t => Algebra.TriangularSolve(t[0], t[1], false, true, true), WellConditioned, Uniform([2, 3, 2], seed: 1)),
        new("cholesky", t => Algebra.Cholesky(t[0].Matmul(t[0], transposeY: true)), WellConditioned),
        new("cholesky, upper", t => Algebra.Cholesky(t[0].Matmul(t[0], transposeY: true), upper: true), WellConditioned),
        new("eigh", t => { (Tensor w, Tensor v) = Algebra.Eigh(t[0] + t[0].Transpose((0, 2, 1))); return new[] { w, v * v }; }, Tall[.., ..3]) { Tolerance = 1e-5 },
        new("eigvalsh", t => Algebra.Eigvalsh(t[0] + t[0].Transpose((0, 2, 1))), Tall[.., ..3]) { Tolerance = 1e-5 },
        new("svdvals", t => Algebra.Cond(t[0]), Tall) { Tolerance = 1e-4 },
        new("qr", t => Algebra.Qr(t[0]), Tall),
        new("svd", t => { (Tensor u, Tensor s, Tensor vh) = Algebra.Svd(t[0]); return new[] { u * u, s, vh * vh }; }, Tall) { Tolerance = 1e-5 },
        new("norms", t => new[] { t[0].Norm(3, 1), t[0].Norm("fro", (0, 1)), t[0].Norm("nuc", (0, 1)), t[0].Norm(double.PositiveInfinity, 0) }, Distinct([3, 2])) { Tolerance = 1e-5 },
        new("cdist", t => t[0].Cdist(t[1]), Uniform([3, 2]), Uniform([4, 2], seed: 1)),
        new("einsum", t => Paddle.Einsum("bij,bjk,k->bi", t[0], t[1], t[2]), Uniform([2, 2, 3]), Uniform([2, 3, 2], seed: 1), Uniform(2, seed: 2)),
        new("pinv", t => Algebra.Pinv(t[0]), Tall) { Tolerance = 1e-4, SecondOrder = false },
    ];
}
