namespace Trireme.IO;

/// <summary>Datasets one behind the other.</summary>
/// <remarks>Mirrors paddle.io.ConcatDataset.</remarks>
public sealed class ConcatDataset : Dataset
{
    private readonly Dataset[] _datasets;
    private readonly int[] _ends;

    /// <summary>Puts datasets together.</summary>
    /// <param name="datasets">The datasets; at least one, none of them a stream.</param>
    /// <exception cref="InvalidArgumentException">There are none, or one is an <see cref="IterableDataset"/>.</exception>
    public ConcatDataset(IEnumerable<Dataset> datasets)
    {
        _datasets = datasets.ToArray();
        if (_datasets.Length == 0 || _datasets.Any(d => d is IterableDataset))
            throw new InvalidArgumentException("ConcatDataset: there must be at least one dataset, and none may be an IterableDataset.", null, "Put streams together with ChainDataset.");
        int end = 0;
        _ends = Array.ConvertAll(_datasets, d => end += d.Length);
    }

    /// <inheritdoc/>
    public override int Length => _ends[^1];

    /// <inheritdoc/>
    public override Sample this[int idx]
    {
        get
        {
            int position = idx < 0 ? idx + Length : idx;
            if (position < 0 || position >= Length)
                throw new OutOfRangeException($"ConcatDataset: example {idx} does not exist.", $"There are {Length}.");
            int part = Array.FindIndex(_ends, e => position < e);
            return _datasets[part][part == 0 ? position : position - _ends[part - 1]];
        }
    }
}
