namespace Trireme.Operators;

/// <summary>
/// An operator that files know by name but that is made of others: run, it runs those; its shapes and its gradient are theirs. In a program it
/// stands as one operator.
/// </summary>
public abstract record CompositeOp : Op
{
    /// <summary>A composed operator.</summary>
    protected CompositeOp()
    {
    }

    /// <summary>Copies the attributes.</summary>
    /// <param name="original">The operator to copy.</param>
    protected CompositeOp(CompositeOp original)
        : base(original)
    {
    }

    /// <summary>Computes the outputs with operators.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public abstract void Compose(ComposeContext c);

    /// <summary>Shapes and element types of the outputs, found by composing the operator in a program that is thrown away.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public override void Infer(InferContext c) => Composition.Infer(c);

    /// <inheritdoc/>
    public virtual bool Equals(CompositeOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();
}
