namespace Trireme;

/// <summary>How the rows of a tensor belong to sequences of different lengths, possibly on several levels: paragraphs of sentences of words.</summary>
/// <remarks>
/// Mirrors the level-of-detail information of fluid's LoDTensor. Held as offsets: <c>[0, 3, 4]</c> are a sequence of three rows and one of one.
/// The offsets of a level count the sequences of the level below; those of the last level count rows.
/// </remarks>
public sealed class Lod : IEquatable<Lod>
{
    private readonly int[][] _offsets;

    private Lod(int[][] offsets) => _offsets = offsets;

    /// <summary>Whether any tensor of this process ever had sequences: operators look no further where none had.</summary>
    internal static bool IsInUse { get; set; }

    /// <summary>The number of levels; at least 1.</summary>
    public int Levels => _offsets.Length;

    /// <summary>The number of sequences on the last level.</summary>
    public int SequenceCount => _offsets[^1].Length - 1;

    /// <summary>The number of rows that the sequences cover.</summary>
    public int RowCount => _offsets[^1][^1];

    /// <summary>The offsets of a level: one more than it has sequences, beginning with 0.</summary>
    /// <param name="level">0 for the outermost; negative levels count from the innermost.</param>
    /// <exception cref="OutOfRangeException">There is no such level.</exception>
    public ReadOnlySpan<int> this[int level]
    {
        get
        {
            int i = level < 0 ? level + _offsets.Length : level;
            return (uint)i < (uint)_offsets.Length ? _offsets[i] : throw new OutOfRangeException($"Lod: there is no level {level}.", $"There are {_offsets.Length}.");
        }
    }

    /// <summary>Describes sequences by offsets, outermost level first.</summary>
    /// <param name="offsets">One list a level; each begins with 0 and does not fall.</param>
    /// <exception cref="InvalidArgumentException">The levels do not fit together.</exception>
    public static Lod FromOffsets(params IReadOnlyList<int>[] offsets)
    {
        if (offsets.Length == 0)
            throw new InvalidArgumentException("Lod: there is no level.", null, "Give at least one list of offsets.");
        for (int level = 0; level < offsets.Length; level++)
        {
            IReadOnlyList<int> o = offsets[level];
            if (o.Count == 0 || o[0] != 0)
                throw new InvalidArgumentException($"Lod: the offsets of level {level} do not begin with 0.", $"They are [{string.Join(", ", o)}].");
            for (int i = 1; i < o.Count; i++)
            {
                if (o[i] < o[i - 1])
                    throw new InvalidArgumentException($"Lod: the offsets of level {level} fall from {o[i - 1]} to {o[i]}.", $"They are [{string.Join(", ", o)}].");
            }
            if (level > 0 && offsets[level - 1][^1] != o.Count - 1)
            {
                throw new InvalidArgumentException($"Lod: level {level - 1} covers {offsets[level - 1][^1]} sequences, level {level} has {o.Count - 1}.",
                    $"They are [{string.Join(", ", offsets[level - 1])}] and [{string.Join(", ", o)}].");
            }
        }
        IsInUse = true;
        return new Lod(Array.ConvertAll(offsets, o => o.ToArray()));
    }

    /// <summary>Describes sequences by their lengths, outermost level first.</summary>
    /// <param name="lengths">One list a level.</param>
    /// <exception cref="InvalidArgumentException">A length is negative, or the levels do not fit together.</exception>
    public static Lod FromLengths(params IReadOnlyList<int>[] lengths) => FromOffsets(Array.ConvertAll(lengths, Offsets));

    /// <summary>The offsets, level by level; copies.</summary>
    public int[][] ToOffsets() => Array.ConvertAll(_offsets, o => (int[])o.Clone());

    /// <summary>The lengths of the sequences, level by level.</summary>
    /// <remarks>Mirrors LoDTensor.recursive_sequence_lengths.</remarks>
    public int[][] RecursiveSequenceLengths()
        => Array.ConvertAll(_offsets, o => Enumerable.Range(0, o.Length - 1).Select(i => o[i + 1] - o[i]).ToArray());

    /// <summary>The outer levels without the last one: what is left when each innermost sequence becomes one row. Null where there is none.</summary>
    public Lod? WithoutLast() => _offsets.Length == 1 ? null : new Lod(_offsets[..^1]);

    /// <inheritdoc/>
    public bool Equals(Lod? other)
        => other is not null && _offsets.Length == other._offsets.Length && _offsets.Zip(other._offsets).All(p => p.First.AsSpan().SequenceEqual(p.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Lod);

    /// <inheritdoc/>
    public override int GetHashCode() => new Ints(_offsets[^1]).GetHashCode();

    /// <summary>The offsets as Paddle prints them: <c>[[0, 2, 3], [0, 3, 5, 9]]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", _offsets.Select(o => "[" + string.Join(", ", o) + "]")) + "]";

    private static IReadOnlyList<int> Offsets(IReadOnlyList<int> lengths)
    {
        var offsets = new int[lengths.Count + 1];
        for (int i = 0; i < lengths.Count; i++)
        {
            if (lengths[i] < 0)
                throw new InvalidArgumentException($"Lod: the length {lengths[i]} is negative.");
            offsets[i + 1] = checked(offsets[i] + lengths[i]);
        }
        return offsets;
    }
}
