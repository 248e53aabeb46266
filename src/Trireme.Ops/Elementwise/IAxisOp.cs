namespace Trireme.Operators;

/// <summary>
/// An operator over two tensors with the attribute <c>axis</c> of programs before 2.0: Y's dimensions stand in X's from that axis on, where -1
/// aligns them at the end. Y is given dimensions of size 1 behind it; then the operator broadcasts as always.
/// </summary>
internal interface IAxisOp : IComposable
{
    /// <summary>Where Y's dimensions begin in X's.</summary>
    int Axis { get; }

    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => Axis != -1;

    void IComposable.Compose(ComposeContext c)
    {
        Tensor x = c["X"], y = c["Y"];
        var op = (Op)this;
        c["Out"] = op.Info.Create!(AttributeMap.Of(op, ("axis", -1))).Apply(x, Aligned(c, x, y));
    }

    private Tensor Aligned(ComposeContext c, Tensor x, Tensor y)
    {
        int rank = y.Ndim;
        if (rank >= x.Ndim)
            return y;
        c.Require(Axis >= 0 && Axis <= x.Ndim, $"axis {Axis} is outside [-1, {x.Ndim}].");
        // Dimensions of size 1 at the end stand for nothing; old layers wrote them.
        while (rank > 0 && Axis + rank > x.Ndim && y.Shape[rank - 1] == 1)
            rank--;
        c.Require(Axis + rank <= x.Ndim, $"Y's {rank} dimensions do not fit X's from axis {Axis} on.");
        int behind = x.Ndim - Axis - rank;
        int dropped = y.Ndim - rank;
        if (dropped > 0)
            y = y.Squeeze(Enumerable.Range(rank, dropped).ToArray());
        return behind == 0 ? y : y.Unsqueeze(Enumerable.Range(rank, behind).ToArray());
    }
}
