using Trireme.Operators;

namespace Trireme;

/// <summary>What the calls of reductions share.</summary>
internal static class Reductions
{
    private static readonly ExprOp NanGate = new(Expr.Select(Expr.Of(ExprKind.IsNaN, Expr.Input(0)), 0, Expr.Input(0)));

    /// <summary>x with 0 where it is NaN.</summary>
    public static Tensor ZeroForNan(Tensor x) => x.DType.IsFloating ? NanGate.ApplyAll(new[] { x })[0] : x;

    public static Tensor SumTo(Tensor x, Shape shape) => x.Shape == shape ? x : new SumToOp(shape).Apply(x);

    /// <summary>Whether no dimension was named, so that all are reduced.</summary>
    public static bool IsAll(Ints? axis) => axis is null || axis.Value.Count == 0;
}
