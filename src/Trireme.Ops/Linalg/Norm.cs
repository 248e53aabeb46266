using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>A norm of vectors or matrices.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="p">Which norm; fro where null.</param>
    /// <param name="axis">One axis: vectors; two: matrices, rows first; null: all elements as one vector.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside x, or the norm does not go with the axes.</exception>
    /// <remarks>The gradient at zero is zero. Mirrors paddle.norm, and for two axes the true matrix norm of paddle.linalg.norm.</remarks>
    public static Tensor Norm(this Tensor x, NormOrder? p = null, Ints? axis = null, bool keepdim = false, string? name = null)
    {
        NormOrder order = p ?? "fro";
        if (axis is null || axis.Value.Count == 0)
        {
            if (order.Name == "nuc")
                return MatrixNorm(x, order, x.Ndim == 2 ? [0, 1] : throw NoNorm(x, order, axis), keepdim);
            return VectorNorm(x, order.Name == "fro" ? 2 : order.Value, null, keepdim);
        }
        int[] axes = Axes.Of(x, axis.Value, "Norm");
        return axes.Length switch
        {
            1 when order.Name != "nuc" => VectorNorm(x, order.Name == "fro" ? 2 : order.Value, axes, keepdim),
            2 => MatrixNorm(x, order, axes, keepdim),
            _ when order.Name == "fro" => VectorNorm(x, 2, axes, keepdim),
            _ => throw NoNorm(x, order, axis),
        };
    }

    /// <summary>The p-norm of the difference of two tensors; they broadcast.</summary>
    /// <param name="x">One tensor.</param>
    /// <param name="y">The other.</param>
    /// <param name="p">Which norm: any number, infinity included; 0 counts what differs.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.dist.</remarks>
    public static Tensor Dist(this Tensor x, Tensor y, double p = 2, string? name = null) => VectorNorm(x - y, p, null, false);

    /// <summary>The p-norms of the differences of all pairs of rows.</summary>
    /// <param name="x">[.., P, M].</param>
    /// <param name="y">[.., R, M]; the dimensions in front broadcast.</param>
    /// <param name="p">Which norm; at least 0, infinity included.</param>
    /// <param name="computeMode">
    /// Whether Euclidean distances are computed by a matrix product, which is fast but loses digits where rows are near each other: always with
    /// use_mm_for_euclid_dist, never with donot_use_mm_for_euclid_dist, else for more than 25 rows.
    /// </param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>[.., P, R].</returns>
    /// <exception cref="InvalidArgumentException">The shapes do not fit, p is negative, or the mode is not known.</exception>
    /// <remarks>Mirrors paddle.cdist.</remarks>
    public static Tensor Cdist(this Tensor x, Tensor y, double p = 2.0, string computeMode = "use_mm_for_euclid_dist_if_necessary", string? name = null)
    {
        if (x.Ndim < 2 || y.Ndim < 2 || x.Shape[-1] != y.Shape[-1] || !(p >= 0)
            || computeMode is not ("use_mm_for_euclid_dist_if_necessary" or "use_mm_for_euclid_dist" or "donot_use_mm_for_euclid_dist"))
        {
            throw new InvalidArgumentException($"Cdist: the rows of x and y must have the same length, p, {p}, must not be negative, and '{computeMode}' must be a mode.",
                $"x {x.Shape} {x.DType}, y {y.Shape} {y.DType}");
        }
        bool product = computeMode == "use_mm_for_euclid_dist" || (computeMode != "donot_use_mm_for_euclid_dist" && (x.Shape[-2] > 25 || y.Shape[-2] > 25));
        if (p != 2 || !product)
            return VectorNorm(x.Unsqueeze(-2) - y.Unsqueeze(-3), p, [-1], false);
        Tensor squares = (x * x).Sum(-1, keepdim: true) + (y * y).Sum(-1).Unsqueeze(-2) - (x.Matmul(y, transposeY: true) * 2);
        return Root((squares > 0).Where(squares, (Scalar)0));
    }

    internal static Tensor VectorNorm(Tensor x, double p, Ints? axis, bool keepdim)
    {
        x = Promotion.ToFloating(x);
        if (p == 0)
            return x.Cast(DType.Bool).Cast(x.DType).Sum(axis, keepdim: keepdim);
        if (p == 1)
            return x.Abs().Sum(axis, keepdim: keepdim);
        if (p == 2)
            return Root((x * x).Sum(axis, keepdim: keepdim));
        if (double.IsPositiveInfinity(p))
            return x.Abs().Max(axis, keepdim);
        if (double.IsNegativeInfinity(p))
            return x.Abs().Min(axis, keepdim);
        return x.Abs().Pow(p).Sum(axis, keepdim: keepdim).Pow(1 / p);
    }

    private static Tensor MatrixNorm(Tensor x, NormOrder order, int[] axes, bool keepdim)
    {
        Tensor result;
        if (order.Name == "fro")
        {
            result = VectorNorm(x, 2, axes, false);
        }
        else if (order.Name == "nuc" || Math.Abs(order.Value) == 2)
        {
            Tensor s = new SvdOp().ApplyAll(x.Moveaxis(axes, (-2, -1)))[1];
            result = order.Name == "nuc" ? s.Sum(-1) : order.Value > 0 ? s.Max(-1) : s.Min(-1);
        }
        else
        {
            if (Math.Abs(order.Value) != 1 && !double.IsInfinity(order.Value))
                throw NoNorm(x, order, axes);
            bool columns = Math.Abs(order.Value) == 1;
            int summed = columns ? axes[0] : axes[1], other = columns ? axes[1] : axes[0];
            Tensor sums = x.Abs().Sum(summed);
            other = other > summed ? other - 1 : other;
            result = order.Value > 0 ? sums.Max(other) : sums.Min(other);
        }
        return keepdim ? result.Unsqueeze(axes.Order().ToArray()) : result;
    }

    // The square root with derivative 0 at 0, where the norm has a kink.
    private static Tensor Root(Tensor squares)
    {
        Tensor positive = squares > 0;
        return positive.Where(positive.Where(squares, (Scalar)1).Sqrt(), squares * 0);
    }

    private static InvalidArgumentException NoNorm(Tensor x, NormOrder order, Ints? axis)
        => new($"Norm: there is no norm {order} over axis {axis}.", $"x {x.Shape} {x.DType}", "fro and numbers go with one axis, fro, nuc, 1, 2 and inf with two.");
}
