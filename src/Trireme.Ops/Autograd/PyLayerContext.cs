namespace Trireme.Autograd;

/// <summary>What the two halves of a <see cref="PyLayer"/> share.</summary>
/// <remarks>Mirrors paddle.autograd.PyLayerContext.</remarks>
public sealed class PyLayerContext
{
    private Tensor[] _saved = [];

    internal PyLayerContext()
    {
    }

    internal HashSet<Tensor> NonDifferentiable { get; } = new(ReferenceEqualityComparer.Instance);

    internal bool MaterializesGrads { get; private set; } = true;

    /// <summary>Keeps tensors for the backward half.</summary>
    /// <param name="tensors">Inputs, outputs or others.</param>
    public void SaveForBackward(params Tensor[] tensors) => _saved = tensors;

    /// <summary>The tensors kept by the forward half.</summary>
    public IReadOnlyList<Tensor> SavedTensor() => _saved;

    /// <summary>Says which outputs have no gradient.</summary>
    /// <param name="tensors">Outputs of the forward half.</param>
    public void MarkNonDifferentiable(params Tensor[] tensors) => NonDifferentiable.UnionWith(tensors);

    /// <summary>Says whether gradients of outputs that the loss does not depend on arrive as zeros (the default) or as null.</summary>
    /// <param name="value">Whether they arrive as zeros.</param>
    public void SetMaterializeGrads(bool value) => MaterializesGrads = value;

    internal void Forget() => _saved = [];

    /// <summary>What was kept of results is their place in the graph, through which gradients pass.</summary>
    internal void Replace(Tensor[] results, Tensor[] outputs)
        => _saved = Array.ConvertAll(_saved, s => Array.IndexOf(results, s) is >= 0 and int i ? outputs[i] : s);
}
