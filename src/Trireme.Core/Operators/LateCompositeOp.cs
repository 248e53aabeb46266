namespace Trireme.Operators;

/// <summary>
/// An operator that is made of others, of which ones depends on values, sizes or sequences that only a run knows. In a program it stays one operator;
/// its gradient is that of its parts.
/// </summary>
public abstract record LateCompositeOp : Op, IComposable
{
    /// <summary>A composed operator.</summary>
    protected LateCompositeOp()
    {
    }

    /// <summary>Copies the attributes.</summary>
    /// <param name="original">The operator to copy.</param>
    protected LateCompositeOp(LateCompositeOp original)
        : base(original)
    {
    }

    /// <summary>Computes the outputs with operators; every input has values.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public abstract void Compose(ComposeContext c);

    /// <inheritdoc/>
    public virtual bool Equals(LateCompositeOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => true;

    bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => DependsOnValues(inputs);

    /// <summary>Whether these inputs' values must be there; where not, known shapes are enough.</summary>
    internal virtual bool DependsOnValues(ReadOnlySpan<Tensor?> inputs) => true;
}
