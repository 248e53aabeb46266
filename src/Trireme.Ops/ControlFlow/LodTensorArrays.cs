using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Out[t] = element t of every sequence of X that has one, longest sequence first.</summary>
[Op("lod_tensor_to_array", "X, RankTable -> Out")]
public sealed record LodTensorToArrayOp : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor x = run.In("X");
        var table = run.In<LodRankTable>("RankTable");
        int[][] below = x.Lod is { } lod ? lod.ToOffsets()[Math.Min(table.Level + 1, lod.Levels)..] : [];
        var array = new TensorArray();
        for (int step = 0; step < table.MaxLength; step++)
        {
            var rows = new List<int>();
            List<int>[] lengths = Array.ConvertAll(below, _ => new List<int>());
            foreach ((int index, _) in table.Items.Take(table.Active(step)))
            {
                int start = table.Element(index, step), end = start + 1;
                for (int level = 0; level < below.Length; level++)
                {
                    for (int i = start; i < end; i++)
                        lengths[level].Add(below[level][i + 1] - below[level][i]);
                    (start, end) = (below[level][start], below[level][end]);
                }
                rows.AddRange(Enumerable.Range(start, end - start));
            }
            Tensor item = LodRankTable.Take(x, rows);
            item.Lod = LodRankTable.Join(lengths);
            array.Add(item);
        }
        run.Out("Out", array);
    }
}

/// <summary>Out = the sequences whose element t is X[t], in the order they had before they were ranked.</summary>
[Op("array_to_lod_tensor", "X, RankTable -> Out")]
public sealed record ArrayToLodTensorOp : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor[] items = run.In<TensorArray>("X").OfType<Tensor>().ToArray();
        var table = run.In<LodRankTable>("RankTable");
        if (items.Length == 0)
            throw new InvalidArgumentException($"array_to_lod_tensor: the list '{run.Operator.Input("X")[0]}' is empty.", null, "Write one tensor a step to it.");
        var first = new int[items.Length + 1];
        for (int t = 0; t < items.Length; t++)
            first[t + 1] = first[t] + items[t].Shape[0];
        int[][][] inner = Array.ConvertAll(items, i => i.Lod?.ToOffsets() ?? []);
        int levels = inner[0].Length;
        var rows = new List<int>();
        var lengths = new List<int>[levels + 1];
        for (int level = 0; level <= levels; level++)
            lengths[level] = [];
        // Rank → number of the sequence, the other way round.
        var rank = new int[table.Items.Length];
        for (int r = 0; r < rank.Length; r++)
            rank[table.Items[r].Index] = r;
        foreach (int r in rank)
        {
            int steps = Math.Min(table.Items[r].Length, items.Length);
            lengths[0].Add(steps);
            for (int t = 0; t < steps; t++)
            {
                int start = r, end = r + 1;
                for (int level = 0; level < levels; level++)
                {
                    int[] offsets = inner[t][level];
                    for (int i = start; i < end; i++)
                        lengths[level + 1].Add(offsets[i + 1] - offsets[i]);
                    (start, end) = (offsets[start], offsets[end]);
                }
                if (first[t] + end > first[t + 1])
                {
                    throw new InvalidArgumentException($"array_to_lod_tensor: tensor {t} of '{run.Operator.Input("X")[0]}' has too few rows.",
                        $"It is {items[t].Shape}; {table.Active(t)} sequences have a step {t}.", "The tensors of a list made step by step have one row a sequence that still goes on.");
                }
                rows.AddRange(Enumerable.Range(first[t] + start, end - start));
            }
        }
        Tensor result = LodRankTable.Take(Paddle.Concat(items), rows);
        result.Lod = Lod.FromLengths([.. (table.Outer?.RecursiveSequenceLengths() ?? []).Select(l => (IReadOnlyList<int>)l), .. lengths]);
        run.Out("Out", result);
    }
}

/// <summary>Out = the first rows of X: those of the sequences that have a step I.</summary>
[Op("shrink_rnn_memory", "X, RankTable, I -> Out")]
public sealed record ShrinkRnnMemoryOp : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor x = run.In("X");
        int active = run.In<LodRankTable>("RankTable").Active(Truth.Index(run.In("I"), "shrink_rnn_memory", run.Operator.Input("I")[0]));
        if (x.Lod is { } lod)
        {
            int[][] offsets = lod.ToOffsets();
            (_, int rows) = LodRankTable.Rows(offsets, 0, active);
            int end = active;
            for (int level = 0; level < offsets.Length; level++)
            {
                int next = offsets[level][end];
                offsets[level] = offsets[level][..(end + 1)];
                end = next;
            }
            Tensor part = rows == x.Shape[0] ? x : x.Slice(0, 0, rows);
            part.Lod = Lod.FromOffsets(offsets);
            run.Out("Out", part);
            return;
        }
        run.Out("Out", active == x.Shape[0] ? x : x.Slice(0, 0, active));
    }
}

/// <summary>Out = X's sequences, or its rows where it has none, in the order of the rank table.</summary>
[Op("reorder_lod_tensor_by_rank", "X, RankTable -> Out")]
public sealed record ReorderLodTensorByRankOp : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor x = run.In("X");
        var table = run.In<LodRankTable>("RankTable");
        int count = x.Lod is { } own ? own[0].Length - 1 : x.Shape[0];
        if (count != table.Items.Length)
        {
            throw new InvalidArgumentException($"reorder_lod_tensor_by_rank: '{run.Operator.Input("X")[0]}' has {count} sequences.",
                $"The rank table has {table.Items.Length}.", "Both must come from one batch.");
        }
        run.Out("Out", SequenceRows.Pick(x, Array.ConvertAll(table.Items, i => i.Index)));
    }
}
