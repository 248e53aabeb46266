using Trireme.Operators;

namespace Trireme;

/// <summary>What the calls of reductions share.</summary>
internal static class Reductions
{
    public static Tensor SumTo(Tensor x, Shape shape) => x.Shape == shape ? x : new SumToOp(shape).Apply(x);

    /// <summary>Whether no dimension was named, so that all are reduced.</summary>
    public static bool IsAll(Ints? axis) => axis is null || axis.Value.Count == 0;
}
