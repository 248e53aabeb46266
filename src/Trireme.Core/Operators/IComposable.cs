namespace Trireme.Operators;

/// <summary>
/// An operator with a kernel of its own that some attributes or inputs turn into a composition of others: an axis of the days before 2.0,
/// channels last, sizes that come as tensors. Where <see cref="Composes"/> says so, it runs as <see cref="Compose"/> has it.
/// </summary>
internal interface IComposable
{
    /// <summary>
    /// Whether the composition reads values of these inputs: its shapes are then those of <see cref="Op.Infer"/>, and in a program it stays one
    /// operator until it runs.
    /// </summary>
    bool ReadsValues(ReadOnlySpan<Tensor?> inputs) => false;

    /// <summary>Whether the operator is a composition for these inputs.</summary>
    bool Composes(ReadOnlySpan<Tensor?> inputs);

    /// <summary>Computes the outputs with operators.</summary>
    void Compose(ComposeContext c);
}
