using Trireme.Static;

namespace Trireme.Operators;

/// <summary>The sequences of a batch, longest first: while they are walked in step, those that still go on are always the first ones.</summary>
internal sealed class LodRankTable
{
    private readonly int[] _elements;

    /// <summary>Ranks the sequences of one level.</summary>
    public LodRankTable(Lod lod, int level)
    {
        Level = level;
        Outer = level == 0 ? null : Lod.FromOffsets(lod.ToOffsets()[..level]);
        int[] offsets = lod[level].ToArray();
        // Sequences of the same length keep their order.
        Items = Enumerable.Range(0, offsets.Length - 1).Select(i => (Index: i, Length: offsets[i + 1] - offsets[i])).OrderByDescending(i => i.Length).ToArray();
        _elements = offsets;
    }

    public int Level { get; }

    /// <summary>The levels outside the ranked one.</summary>
    public Lod? Outer { get; }

    /// <summary>Number and length of each sequence, longest first.</summary>
    public (int Index, int Length)[] Items { get; }

    public int MaxLength => Items.Length == 0 ? 0 : Items[0].Length;

    /// <summary>How many sequences are longer than <paramref name="step"/>.</summary>
    public int Active(int step) => Items.Count(i => i.Length > step);

    /// <summary>The number of the element that a sequence has at a step.</summary>
    public int Element(int sequence, int step) => _elements[sequence] + step;

    /// <summary>The rows from one element of a level to the next: <paramref name="lod"/> holds the levels below.</summary>
    public static (int Start, int End) Rows(int[][] lod, int start, int end)
    {
        foreach (int[] offsets in lod)
            (start, end) = (offsets[start], offsets[end]);
        return (start, end);
    }

    /// <summary>The rows of x in another order.</summary>
    public static Tensor Take(Tensor x, List<int> rows) => x.Gather(Tensor.From<int>(rows.ToArray(), rows.Count));

    /// <summary>Joins the lods of parts, each of which has the same number of levels.</summary>
    public static Lod? Join(IReadOnlyList<int>[] lengths) => lengths.Length == 0 ? null : Lod.FromLengths(lengths);
}

/// <summary>Out = the sequences of X on one level, longest first.</summary>
/// <param name="Level">The level; a tensor without sequences counts as one row each.</param>
[Op("lod_rank_table", "X -> Out", NoGradient = "Its result is an order.")]
public sealed record LodRankTableOp(int Level = 0) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor x = run.In("X");
        Lod lod = x.Lod ?? Lod.FromLengths(Enumerable.Repeat(1, x.Shape[0]).ToArray());
        if ((uint)Level >= (uint)lod.Levels)
            throw new OutOfRangeException($"lod_rank_table: '{run.Operator.Input("X")[0]}' has no level {Level}.", $"It has {lod.Levels}: {lod}.");
        run.Out("Out", new LodRankTable(lod, Level));
    }
}

/// <summary>Out = the length of the longest sequence, int64 [1].</summary>
[Op("max_sequence_len", "RankTable -> Out", NoGradient = "Its result is a count.")]
public sealed record MaxSequenceLenOp : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run) => run.Out("Out", Tensor.From<long>([run.In<LodRankTable>("RankTable").MaxLength], 1));
}
