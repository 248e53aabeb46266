using Trireme.Operators;

namespace Trireme;

/// <summary>Order statistics along some dimensions, interpolated between neighbours in the sorted order.</summary>
internal static class Quantiles
{
    private static readonly ExprOp NanWins = new(Expr.Select(Expr.Of(ExprKind.IsNaN, Expr.Input(0)), Expr.Input(0), Expr.Input(1)));

    /// <summary>One tensor for each fraction.</summary>
    public static Tensor[] Of(string function, Tensor x, ReadOnlySpan<double> fractions, Ints? axis, bool keepdim, bool ignoreNan)
    {
        foreach (double q in fractions)
        {
            if (!(q >= 0 && q <= 1))
                throw new InvalidArgumentException($"{function}: the fraction {q} is outside [0, 1].");
        }
        x = Promotion.ToFloating(x);
        (Tensor lines, Shape kept) = Lines(function, x, axis, keepdim);
        int n = lines.Shape[^1];
        if (n == 0)
            throw new InvalidArgumentException($"{function}: there is nothing to order.", $"x has the shape {x.Shape}.");
        Tensor sorted = lines.Sort(-1), last = sorted.Slice(-1, n - 1, n);
        Tensor count = ignoreNan
            ? lines.Detach().Isnan().LogicalNot().Sum(-1, keepdim: true).Cast(DType.Float64)
            : Paddle.Full(last.Shape, (double)n, DType.Float64);
        var results = new Tensor[fractions.Length];
        for (int i = 0; i < results.Length; i++)
        {
            Tensor position = ((count - 1) * fractions[i]).Clip(min: 0.0), below = position.Floor();
            Tensor low = sorted.TakeAlongAxis(below.Cast(DType.Int64), -1), high = sorted.TakeAlongAxis(position.Ceil().Cast(DType.Int64), -1);
            Tensor value = low.Lerp(high, (position - below).Cast(x.DType));
            // NaN sorts last: where there is one, the last element is.
            results[i] = (ignoreNan ? value : NanWins.ApplyAll(new[] { last, value })[0]).Reshape(kept);
        }
        return results;
    }

    // The reduced dimensions last, as one, and the shape of a result.
    private static (Tensor Lines, Shape Kept) Lines(string function, Tensor x, Ints? axis, bool keepdim)
    {
        var reduced = new bool[x.Ndim];
        if (Reductions.IsAll(axis))
            Array.Fill(reduced, true);
        foreach (int a in axis ?? default)
        {
            if (a < -x.Ndim || a >= x.Ndim)
                throw new InvalidArgumentException($"{function}: axis {a} is outside [{-x.Ndim}, {x.Ndim - 1}].");
            reduced[a < 0 ? a + x.Ndim : a] = true;
        }
        int[] keptAxes = Enumerable.Range(0, x.Ndim).Where(i => !reduced[i]).ToArray();
        int[] order = [.. keptAxes, .. Enumerable.Range(0, x.Ndim).Where(i => reduced[i])];
        int[] outer = Array.ConvertAll(keptAxes, i => x.Shape[i]);
        Shape kept = keepdim ? Enumerable.Range(0, x.Ndim).Select(i => reduced[i] ? 1 : x.Shape[i]).ToArray() : outer;
        int length = Enumerable.Range(0, x.Ndim).Where(i => reduced[i]).Aggregate(1, (p, i) => p * x.Shape[i]);
        Tensor moved = x.Ndim > 1 ? x.Transpose(order) : x;
        return (moved.Reshape([.. outer, length]), kept);
    }
}
