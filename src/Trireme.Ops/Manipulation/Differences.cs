namespace Trireme;

public static partial class Paddle
{
    /// <summary>Differences of neighbours along an axis, n times.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="n">How often; at least 0.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="prepend">Put in front along the axis first.</param>
    /// <param name="append">Put behind along the axis first.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside x, or n is negative.</exception>
    /// <remarks>Differences of bools tell where they change. Mirrors paddle.diff.</remarks>
    public static Tensor Diff(this Tensor x, int n = 1, int axis = -1, Tensor? prepend = null, Tensor? append = null, string? name = null)
    {
        axis = Axes.Of(RequireRank(x, 1, "Diff"), axis, "Diff");
        if (n < 0)
            throw new InvalidArgumentException($"Diff: n is {n}.", $"x {x.Shape} {x.DType}", "It must be at least 0.");
        if (prepend is not null || append is not null)
            x = Concat(new[] { prepend, x, append }.Where(t => t is not null).Select(t => t!).ToArray(), axis);
        for (int i = 0; i < n; i++)
        {
            Tensor behind = x.Slice(axis, 1, int.MaxValue), front = x.Slice(axis, 0, x.Shape[axis] == 0 ? 0 : x.Shape[axis] - 1);
            x = x.DType == DType.Bool ? behind.LogicalXor(front) : behind - front;
        }
        return x;
    }

    /// <summary>The integral along an axis by the trapezoidal rule.</summary>
    /// <param name="y">The function's values.</param>
    /// <param name="x">Where they were taken; evenly spaced where null.</param>
    /// <param name="dx">The distance of neighbours; 1 where null.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">Both <paramref name="x"/> and <paramref name="dx"/> are given, or x does not fit.</exception>
    /// <remarks>Mirrors paddle.trapezoid.</remarks>
    public static Tensor Trapezoid(this Tensor y, Tensor? x = null, double? dx = null, int axis = -1, string? name = null)
        => Strips(y, x, dx, axis, "Trapezoid").Sum(axis);

    /// <summary>The integral from the beginning to every place along an axis, by the trapezoidal rule.</summary>
    /// <param name="y">The function's values.</param>
    /// <param name="x">Where they were taken; evenly spaced where null.</param>
    /// <param name="dx">The distance of neighbours; 1 where null.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>One element fewer along the axis.</returns>
    /// <exception cref="InvalidArgumentException">Both <paramref name="x"/> and <paramref name="dx"/> are given, or x does not fit.</exception>
    /// <remarks>Mirrors paddle.cumulative_trapezoid.</remarks>
    public static Tensor CumulativeTrapezoid(this Tensor y, Tensor? x = null, double? dx = null, int axis = -1, string? name = null)
        => Strips(y, x, dx, axis, "CumulativeTrapezoid").Cumsum(axis);

    private static Tensor Strips(Tensor y, Tensor? x, double? dx, int axis, string function)
    {
        axis = Axes.Of(RequireRank(y, 1, function), axis, function);
        if (x is not null && dx is not null)
            throw new InvalidArgumentException($"{function}: both x and dx are given.", $"y {y.Shape}, x {x.Shape}, dx {dx}", "Give one of them.");
        Tensor heights = y.Slice(axis, 1, int.MaxValue) + y.Slice(axis, 0, Math.Max(0, y.Shape[axis] - 1));
        if (x is null)
            return heights * ((dx ?? 1) / 2);
        Tensor widths = x.Ndim == 1 ? x.Diff() : x.Diff(axis: axis);
        if (x.Ndim == 1 && y.Ndim > 1)
        {
            var dims = new int[y.Ndim];
            Array.Fill(dims, 1);
            dims[axis] = (int)widths.Size;
            widths = widths.Reshape(dims);
        }
        return heights * widths * 0.5;
    }

    /// <summary>Slices along an axis scaled down where their norm is too large.</summary>
    /// <param name="x">A tensor with at least two dimensions.</param>
    /// <param name="p">Which norm: the p-th root of the sum of |element| to the power p.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="maxNorm">The largest norm left as it is.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside x.</exception>
    /// <remarks>Mirrors paddle.renorm.</remarks>
    public static Tensor Renorm(this Tensor x, double p, int axis, double maxNorm)
    {
        axis = Axes.Of(RequireRank(x, 2, "Renorm"), axis, "Renorm");
        int[] others = [.. Enumerable.Range(0, x.Ndim).Where(i => i != axis)];
        Tensor norm = x.Abs().Pow(p).Sum(others, keepdim: true).Pow(1 / p);
        Tensor factor = (norm > maxNorm).Where(maxNorm / (norm + 1e-7), (Scalar)1.0);
        return x * factor;
    }

    /// <summary><see cref="Renorm"/> in place.</summary>
    /// <param name="x">A tensor with at least two dimensions.</param>
    /// <param name="p">Which norm.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="maxNorm">The largest norm left as it is.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside x.</exception>
    /// <exception cref="PreconditionNotMetException">x is a leaf that requires a gradient.</exception>
    /// <remarks>Mirrors paddle.renorm_.</remarks>
    public static Tensor Renorm_(this Tensor x, double p, int axis, double maxNorm) => InPlace.Run(x, before => before.Renorm(p, axis, maxNorm));
}
