using Trireme.Operators;

namespace Trireme.Static;

/// <summary>An operator on variables rather than on values: control flow, lists of tensors, readers. It runs only in programs.</summary>
public abstract record ScopeOp : Op
{
    /// <summary>An operator on variables.</summary>
    protected ScopeOp()
    {
    }

    /// <summary>Copies the attributes.</summary>
    /// <param name="original">The operator to copy.</param>
    protected ScopeOp(ScopeOp original)
        : base(original)
    {
    }

    /// <summary>Runs the operator.</summary>
    /// <param name="run">The variables by slot.</param>
    public abstract void Run(ScopeRun run);

    /// <summary>The operator that computes the gradient; null where there is none.</summary>
    /// <remarks>Its slots are those of <see cref="GradientOp"/>: inputs, outputs, <c>Out@GRAD</c> in, <c>X@GRAD</c> out.</remarks>
    public virtual Op? Gradient() => null;

    /// <summary>Shapes were declared with the output variables: nothing to infer.</summary>
    /// <param name="c">Inputs by slot.</param>
    public override void Infer(InferContext c)
    {
    }

    /// <inheritdoc/>
    public virtual bool Equals(ScopeOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();
}
