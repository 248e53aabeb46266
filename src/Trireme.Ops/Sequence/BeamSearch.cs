namespace Trireme.Operators;

/// <summary>
/// One step of a beam search. Each row is a prefix with its last token pre_ids [P, 1] and score pre_scores [P, 1]; ids and scores [P, K] are candidates for the
/// next token. Of all candidates of a source the best BeamSize remain: selected_ids and selected_scores [S, 1], and parent_idx [S], the prefix each goes on from.
/// </summary>
/// <param name="Level">The level of the sequences in scores whose parts are a source's prefixes.</param>
/// <param name="BeamSize">How many candidates a source keeps.</param>
/// <param name="EndId">The token that ends a sentence: such a prefix goes on with it alone, its score as it is.</param>
/// <param name="IsAccumulated">Whether scores are those of whole sentences; else they are probabilities of the token, and their logarithm is added to the prefix's.</param>
/// <remarks>
/// The results have two levels: a source's prefixes, and what was selected for each prefix. A source whose candidates all ended in the step before has none
/// any more. Where ids is missing, the column is the token.
/// </remarks>
[Op("beam_search", "pre_ids, pre_scores, ids?, scores -> selected_ids, selected_scores, parent_idx", NoGradient = "Its result is a choice.", SetsLod = true)]
public sealed record BeamSearchOp(int Level = 0, int BeamSize = 1, int EndId = 0, bool IsAccumulated = true) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(BeamSize > 0, $"beam_size is {BeamSize}; it must be positive.");
        c["selected_ids"] = new TensorMeta((-1, 1), DType.Int64);
        c["selected_scores"] = c["scores"] with { Shape = (-1, 1) };
        c["parent_idx"] = new TensorMeta(-1, DType.Int32);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor scores = c["scores"];
        Lod lod = Sequences.LodOf(c, "scores");
        c.Require(Level >= 0 && Level < lod.Levels, $"level {Level} is no level of scores, which has {lod.Levels}.");
        int[] sources = Rows(lod, Level);
        int prefixes = sources[^1], width = prefixes == 0 ? 0 : (int)(scores.Size / prefixes);
        long[] last = Sequences.Integers(c["pre_ids"]);
        double[] before = c["pre_scores"].Cast(DType.Float64).ToArray<double>(), after = scores.Cast(DType.Float64).ToArray<double>();
        long[]? tokens = c.Find("ids") is { } ids ? Sequences.Integers(ids) : null;
        c.Require(last.Length == prefixes && before.Length == prefixes && (tokens is null || tokens.Length == after.Length), $"the sequences of scores cover {prefixes} prefixes; the other inputs have others.");
        var selected = new List<Candidate>[prefixes];
        for (int s = 0; s + 1 < sources.Length; s++)
        {
            Candidate[] best = Enumerable.Range(sources[s], sources[s + 1] - sources[s]).SelectMany(Candidates)
                .OrderByDescending(i => i.Score).ThenByDescending(i => i.Prefix).Take(BeamSize).ToArray();
            bool ended = best.All(i => i.Token == EndId && last[i.Prefix] == EndId);
            for (int prefix = sources[s]; prefix < sources[s + 1]; prefix++)
                selected[prefix] = ended ? [] : best.Where(i => i.Prefix == prefix).ToList();
        }
        Candidate[] all = selected.SelectMany(i => i).ToArray();
        var offsets = new int[prefixes + 1];
        for (int prefix = 0; prefix < prefixes; prefix++)
            offsets[prefix + 1] = offsets[prefix] + selected[prefix].Count;
        Lod result = Lod.FromOffsets(sources, offsets);
        c["selected_ids"] = Column(Tensor.From<long>(Array.ConvertAll(all, i => i.Token), (all.Length, 1)), result);
        c["selected_scores"] = Column(Tensor.From<double>(Array.ConvertAll(all, i => i.Score), (all.Length, 1)).Cast(scores.DType), result);
        c["parent_idx"] = Tensor.From<int>(Array.ConvertAll(all, i => i.Prefix), all.Length);

        IEnumerable<Candidate> Candidates(int prefix)
        {
            if (last[prefix] == EndId)
                return [new Candidate(prefix, EndId, before[prefix])];
            return Enumerable.Range(prefix * width, width)
                .Select(i => new Candidate(prefix, tokens?[i] ?? i - (prefix * width), IsAccumulated ? after[i] : before[prefix] + Math.Log(after[i])));
        }
    }

    private static Tensor Column(Tensor x, Lod lod)
    {
        x.Lod = lod;
        return x;
    }

    // The offsets of a level in rows instead of sequences of the level below.
    private static int[] Rows(Lod lod, int level)
    {
        int[] offsets = lod[level].ToArray();
        for (int below = level + 1; below < lod.Levels; below++)
        {
            int[] next = lod[below].ToArray();
            offsets = Array.ConvertAll(offsets, o => next[o]);
        }
        return offsets;
    }

    private readonly record struct Candidate(int Prefix, long Token, double Score);
}
