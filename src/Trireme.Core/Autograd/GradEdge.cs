namespace Trireme.Autograd;

/// <summary>Where the gradient of an input goes: to the node that produced it, to a leaf tensor, or nowhere.</summary>
internal readonly record struct GradEdge(GradNode? Node, int Index, Tensor? Leaf)
{
    public bool IsNeeded => Node is not null || Leaf is not null;

    public static GradEdge Of(Tensor? tensor)
    {
        if (tensor is null || tensor.StopGradient || !tensor.DType.IsFloating)
            return default;
        return tensor.Node is { } node ? new GradEdge(node, tensor.OutputIndex, null) : new GradEdge(null, 0, tensor);
    }
}
