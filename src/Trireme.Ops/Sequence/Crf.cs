namespace Trireme.Operators;

/// <summary>
/// LogLikelihood [sequences, 1] = −log of the probability of the Labels under a linear chain: Emission [T, D] with sequences or [N, L, D] with
/// Length, Transition [D + 2, D] whose first row are the weights of beginning, whose second those of ending.
/// </summary>
[Op("linear_chain_crf", "Emission, Transition, Label, Length? -> LogLikelihood, Alpha~, EmissionExps~, TransitionExps~", SetsLod = true)]
public sealed record LinearChainCrfOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape transition = c["Transition"].Shape;
        c.Require(transition.Rank == 2 && transition[0] == transition[1] + 2, "Transition must be [D + 2, D].");
        c["LogLikelihood"] = c["Emission"] with { Shape = (-1, 1) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        (Tensor x, int[] offsets, long[] labels) = Rows(c, c["Label"]);
        Tensor transition = c["Transition"];
        int tags = transition.Shape[1], count = offsets.Length - 1;
        foreach (long label in labels)
            c.Require(label >= 0 && label < tags, $"the label {label} is outside [0, {tags - 1}].");
        var batches = new TimeBatches(offsets);
        Tensor rows = batches.Gather(x), begin = transition.Slice(0, 0, 1), end = transition.Slice(0, 1, 2), between = transition.Slice(0, 2, tags + 2);
        var finished = new List<Tensor>();
        Tensor? alpha = null;
        for (int t = 0; t < batches.Steps; t++)
        {
            int running = batches.Running[t];
            if (alpha is not null && alpha.Shape[0] > running)
                finished.Insert(0, alpha.Slice(0, running, alpha.Shape[0]));
            Tensor emission = batches.Step(rows, t);
            alpha = alpha is null ? emission + begin : emission + (batches.Kept(alpha, t).Unsqueeze(2) + between).Logsumexp(1);
        }
        if (alpha is not null)
            finished.Insert(0, alpha);
        // Sequences without rows stand last and have one way: none.
        Tensor all = finished.Count == 1 ? finished[0] : Paddle.Concat(finished);
        Tensor partition = Sequences.Rows((all + end).Logsumexp(1, keepdim: true), batches.Back.Select(i => i < all.Shape[0] ? i : -1).ToArray());
        c["LogLikelihood"] = partition - Score(x, transition, offsets, labels, tags, count);
    }

    // The path's weight: emissions, transitions, beginning and ending, each an element of a flattened tensor.
    private static Tensor Score(Tensor x, Tensor transition, int[] offsets, long[] labels, int tags, int count)
    {
        int[] owners = Sequences.Owners(offsets);
        int[] emissions = labels.Select((l, row) => (row * tags) + (int)l).ToArray();
        var steps = new List<int>();
        var stepOwners = new List<int>();
        for (int i = 0; i < count; i++)
        {
            if (offsets[i] == offsets[i + 1])
                continue;
            steps.Add((int)labels[offsets[i]]);
            steps.Add(tags + (int)labels[offsets[i + 1] - 1]);
            for (int row = offsets[i] + 1; row < offsets[i + 1]; row++)
                steps.Add(((2 + (int)labels[row - 1]) * tags) + (int)labels[row]);
            stepOwners.AddRange(Enumerable.Repeat(i, steps.Count - stepOwners.Count));
        }
        Tensor own = Sequences.Sums(Sequences.Rows(x.Reshape([-1, 1]), emissions), owners, count);
        return own + Sequences.Sums(Sequences.Rows(transition.Reshape([-1, 1]), steps.ToArray()), stepOwners.ToArray(), count);
    }

    /// <summary>Emissions and labels as rows of sequences, whichever way they were given.</summary>
    internal static (Tensor Rows, int[] Offsets, long[] Labels) Rows(ComposeContext c, Tensor? label)
    {
        Tensor x = c["Emission"];
        long[] labels = label is null ? [] : Sequences.Integers(label);
        if (c.Find("Length") is not { } length)
            return (x, Sequences.Offsets(c, "Emission"), labels);
        int longest = x.Shape[1];
        int[] lengths = Array.ConvertAll(Sequences.Integers(length), n => (int)n);
        c.Require(x.Ndim == 3 && lengths.Length == x.Shape[0] && lengths.All(n => n >= 0 && n <= longest), "with Length, Emission must be [sequences, longest, tags].");
        int[] index = lengths.SelectMany((n, i) => Enumerable.Range(i * longest, n)).ToArray();
        return (Sequences.Rows(x.Flatten(0, 1), index), Sequences.LodOf(lengths)[0].ToArray(), label is null ? [] : Array.ConvertAll(index, i => labels[i]));
    }
}

/// <summary>ViterbiPath = the most probable tags under a linear chain; with a Label, 1 where it is right.</summary>
[Op("crf_decoding", "Emission, Transition, Label?, Length? -> ViterbiPath", NoGradient = "Its result are tags.", SetsLod = true)]
public sealed record CrfDecodingOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
        => c["ViterbiPath"] = new TensorMeta(c.Has("Length") ? c["Emission"].Shape[..2] : (c["Emission"].Shape[0], 1), DType.Int64);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        (Tensor x, int[] offsets, long[] labels) = LinearChainCrfOp.Rows(c, c.Find("Label"));
        double[] emission = x.Cast(DType.Float64).ToArray<double>(), transition = c["Transition"].Cast(DType.Float64).ToArray<double>();
        int tags = c["Transition"].Shape[1];
        var path = new long[offsets[^1]];
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            ChainDecoder.Decode(emission.AsSpan(offsets[i] * tags, (offsets[i + 1] - offsets[i]) * tags), tags, transition.AsSpan(0, tags), transition.AsSpan(tags, tags),
                transition.AsSpan(2 * tags), path.AsSpan(offsets[i], offsets[i + 1] - offsets[i]));
        }
        if (c.Has("Label"))
            path = path.Select((p, i) => p == labels[i] ? 1L : 0L).ToArray();
        if (!c.Has("Length"))
        {
            Tensor y = Tensor.From<long>(path, (path.Length, 1));
            y.Lod = c["Emission"].Lod;
            c["ViterbiPath"] = y;
            return;
        }
        Shape shape = c["Emission"].Shape[..2];
        var padded = new long[shape.Numel];
        for (int i = 0; i + 1 < offsets.Length; i++)
            path.AsSpan(offsets[i]..offsets[i + 1]).CopyTo(padded.AsSpan(i * shape[1]));
        c["ViterbiPath"] = Tensor.From<long>(padded, shape);
    }
}

internal static class ChainDecoder
{
    /// <summary>The best path through a chain.</summary>
    public static void Decode(ReadOnlySpan<double> emission, int tags, ReadOnlySpan<double> begin, ReadOnlySpan<double> end, ReadOnlySpan<double> between, Span<long> path)
    {
        if (path.Length == 0)
            return;
        int steps = path.Length;
        var best = new double[tags];
        var next = new double[tags];
        var from = new int[steps * tags];
        for (int j = 0; j < tags; j++)
            best[j] = emission[j] + begin[j];
        for (int t = 1; t < steps; t++)
        {
            for (int j = 0; j < tags; j++)
            {
                int source = 0;
                for (int i = 1; i < tags; i++)
                {
                    if (best[i] + between[(i * tags) + j] > best[source] + between[(source * tags) + j])
                        source = i;
                }
                from[(t * tags) + j] = source;
                next[j] = best[source] + between[(source * tags) + j] + emission[(t * tags) + j];
            }
            (best, next) = (next, best);
        }
        int last = 0;
        for (int j = 0; j < tags; j++)
        {
            best[j] += end[j];
            if (best[j] > best[last])
                last = j;
        }
        for (int t = steps - 1; t >= 0; t--)
        {
            path[t] = last;
            last = from[(t * tags) + last];
        }
    }
}
