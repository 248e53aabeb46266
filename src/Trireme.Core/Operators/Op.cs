namespace Trireme.Operators;

/// <summary>
/// An operator with its attributes. One record says everything: shapes (<see cref="Infer"/>), gradient (<see cref="Grad"/>), and by its
/// <see cref="OpAttribute"/> the names that files know it by. Kernels stand beside it, one for each kind of device.
/// </summary>
public abstract record Op
{
    private OpInfo? _info;

    /// <summary>An operator. What it is, its record says.</summary>
    protected Op()
    {
    }

    /// <summary>Copies the attributes.</summary>
    /// <param name="original">The operator to copy.</param>
    protected Op(Op original)
    {
    }

    /// <summary>The operator's facts.</summary>
    public OpInfo Info => _info ??= FindInfo();

    /// <summary>Checks the inputs and says what shape and element type each output has. Runs before any work, eager and static alike.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public abstract void Infer(InferContext c);

    /// <summary>Computes the gradients of the inputs from those of the outputs, with operators, so that it can be differentiated again.</summary>
    /// <param name="g">Saved values by slot, gradients in <c>g.D</c>.</param>
    public virtual void Grad(GradContext g)
        => throw new PreconditionNotMetException($"{Info.Type} has no gradient.", Info.NoGradient, "Set StopGradient on its inputs, or compute this part under Paddle.NoGrad().");

    /// <summary>
    /// For an operator marked with <see cref="OpAttribute.View"/>: where in the input the output begins, in elements, or -1 where
    /// these attributes do not give a contiguous part, so that a kernel has to copy.
    /// </summary>
    /// <param name="input">The input that is looked at.</param>
    protected internal virtual long ViewOffset(TensorMeta input) => 0;

    /// <summary>Runs the operator on one input and returns its first output.</summary>
    /// <param name="x">The first slot.</param>
    public Tensor Apply(Tensor x) => Dispatcher.Run(this, [x])[0];

    /// <summary>Runs the operator on two inputs and returns its first output.</summary>
    /// <param name="x">The first slot.</param>
    /// <param name="y">The second slot.</param>
    public Tensor Apply(Tensor? x, Tensor? y) => Dispatcher.Run(this, [x, y])[0];

    /// <summary>Runs the operator on three inputs and returns its first output.</summary>
    /// <param name="x">The first slot.</param>
    /// <param name="y">The second slot.</param>
    /// <param name="z">The third slot.</param>
    public Tensor Apply(Tensor? x, Tensor? y, Tensor? z) => Dispatcher.Run(this, [x, y, z])[0];

    /// <summary>Runs the operator, one tensor or list of tensors for each slot, and returns all outputs one after the other.</summary>
    /// <param name="slots">The inputs in the order of the slots; trailing optional ones may be left out.</param>
    /// <remarks>The operator's attributes decide how many outputs there are.</remarks>
    public Tensor[] ApplyAll(params ReadOnlySpan<TensorList> slots) => Dispatcher.RunSlots(this, slots);

    /// <summary>Finds the operator's facts; once for each record object.</summary>
    private protected virtual OpInfo FindInfo() => OpRegistry.Of(GetType());

    /// <inheritdoc/>
    public virtual bool Equals(Op? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}
