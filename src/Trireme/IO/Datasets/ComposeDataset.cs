namespace Trireme.IO;

/// <summary>Datasets of the same length side by side: example i has the fields of example i of each.</summary>
/// <remarks>Mirrors paddle.io.ComposeDataset.</remarks>
public sealed class ComposeDataset : Dataset
{
    private readonly Dataset[] _datasets;

    /// <summary>Puts datasets side by side.</summary>
    /// <param name="datasets">Datasets of the same length; at least one.</param>
    /// <exception cref="InvalidArgumentException">There are none, or their lengths differ.</exception>
    public ComposeDataset(IEnumerable<Dataset> datasets)
    {
        _datasets = datasets.ToArray();
        if (_datasets.Length == 0 || _datasets.Any(d => d.Length != _datasets[0].Length))
            throw new InvalidArgumentException("ComposeDataset: the datasets must have the same length.", "Lengths: " + string.Join(", ", _datasets.Select(d => d.Length)) + ".");
    }

    /// <inheritdoc/>
    public override int Length => _datasets[0].Length;

    /// <inheritdoc/>
    public override Sample this[int idx] => new(_datasets.SelectMany(d => d[idx]).ToArray());
}
