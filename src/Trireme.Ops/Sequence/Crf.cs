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
        long[] path = Best(emission, transition, tags, offsets);
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

    // viterbi_decode takes two tags more: the last but one says how sequences end, the last how they begin. Nothing leads through them.
    private static long[] Best(double[] emission, double[] transition, int tags, int[] offsets)
    {
        int[] lengths = Enumerable.Range(0, offsets.Length - 1).Select(i => offsets[i + 1] - offsets[i]).ToArray(), full = Enumerable.Range(0, lengths.Length)
            .Where(i => lengths[i] > 0).ToArray();
        if (full.Length == 0)
            return [];
        int wide = tags + 2, longest = lengths.Max();
        double[] potentials = new double[full.Length * longest * wide], between = new double[wide * wide];
        Array.Fill(potentials, double.NegativeInfinity);
        Array.Fill(between, double.NegativeInfinity);
        for (int tag = 0; tag < tags; tag++)
            transition.AsSpan((2 + tag) * tags, tags).CopyTo(between.AsSpan(tag * wide));
        transition.AsSpan(tags, tags).CopyTo(between.AsSpan(tags * wide));
        transition.AsSpan(0, tags).CopyTo(between.AsSpan((tags + 1) * wide));
        for (int n = 0; n < full.Length; n++)
        {
            for (int t = 0; t < lengths[full[n]]; t++)
                emission.AsSpan((offsets[full[n]] + t) * tags, tags).CopyTo(potentials.AsSpan(((n * longest) + t) * wide));
        }
        long[] found = new ViterbiDecodeOp().ApplyAll(Tensor.From<double>(potentials, [full.Length, longest, wide]), Tensor.From<double>(between, (wide, wide)),
            Tensor.From<int>(full.Select(i => lengths[i]).ToArray(), full.Length))[1].ToArray<long>();
        return full.SelectMany((i, n) => found.Skip(n * longest).Take(lengths[i])).ToArray();
    }
}
