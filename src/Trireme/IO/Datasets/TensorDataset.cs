namespace Trireme.IO;

/// <summary>Rows of tensors: example i has row i of each.</summary>
/// <remarks>Mirrors paddle.io.TensorDataset.</remarks>
public sealed class TensorDataset : Dataset
{
    private readonly Tensor[] _tensors;

    /// <summary>A dataset over tensors.</summary>
    /// <param name="tensors">Tensors with the same first dimension.</param>
    /// <exception cref="InvalidArgumentException">There are none, or their first dimensions differ.</exception>
    public TensorDataset(IReadOnlyList<Tensor> tensors)
    {
        if (tensors.Count == 0 || tensors.Any(t => t.Ndim == 0 || t.Shape[0] != tensors[0].Shape[0]))
        {
            throw new InvalidArgumentException("TensorDataset: the tensors have no common first dimension.",
                "Shapes: " + string.Join(", ", tensors.Select(t => t.Shape)) + ".");
        }
        _tensors = tensors.ToArray();
    }

    /// <inheritdoc/>
    public override int Length => _tensors[0].Shape[0];

    /// <inheritdoc/>
    public override Sample this[int idx] => new(Array.ConvertAll<Tensor, object?>(_tensors, t => t[idx]));
}
