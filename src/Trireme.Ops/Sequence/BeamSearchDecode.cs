using Trireme.Static;

namespace Trireme.Operators;

/// <summary>
/// SentenceIds, SentenceScores = the sentences that the steps of a beam search found, followed from their ends back to their beginnings: Ids and Scores are lists
/// of what <see cref="BeamSearchOp"/> selected, step by step.
/// </summary>
/// <param name="BeamSize">How many sentences a source may have.</param>
/// <param name="EndId">The token that ends a sentence; one of them remains.</param>
/// <remarks>The results have two levels: a source's sentences, the best score first, and a sentence's tokens. A token's score is that of the sentence up to it.</remarks>
[Op("beam_search_decode", "Ids, Scores -> SentenceIds, SentenceScores", NoGradient = "Its result is a choice.")]
public sealed record BeamSearchDecodeOp(int BeamSize, int EndId) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor[] ids = run.In<TensorArray>("Ids").OfType<Tensor>().ToArray(), scores = run.In<TensorArray>("Scores").OfType<Tensor>().ToArray();
        if (ids.Length == 0 || ids.Length != scores.Length || ids.Any(t => t.Lod is not { Levels: 2 }))
            throw new InvalidArgumentException("beam_search_decode: the lists are not the steps of a search.", $"There are {ids.Length} steps of ids and {scores.Length} of scores; each needs two levels of sequences.", "Write what beam_search selected at each step.");
        List<Sentence>[] found = Follow(ids, Array.ConvertAll(scores, s => s.Cast(DType.Float64).ToArray<double>()));
        Sentence[] sentences = found.SelectMany(s => s.OrderByDescending(i => i.Scores[0])).ToArray();
        long[] tokens = sentences.SelectMany(s => Enumerable.Reverse(s.Tokens)).ToArray();
        double[] values = sentences.SelectMany(s => Enumerable.Reverse(s.Scores)).ToArray();
        Lod lod = Lod.FromLengths(found.Select(s => s.Count).ToArray(), sentences.Select(s => s.Tokens.Count).ToArray());
        Tensor words = Tensor.From<long>(tokens, (tokens.Length, 1)), weights = Tensor.From<double>(values, (values.Length, 1)).Cast(scores[0].DType);
        (words.Lod, weights.Lod) = (lod, lod);
        run.Out("SentenceIds", words);
        run.Out("SentenceScores", weights);
    }

    private List<Sentence>[] Follow(Tensor[] ids, double[][] scores)
    {
        var found = new List<Sentence>[ids[0].Lod![0].Length - 1];
        for (int s = 0; s < found.Length; s++)
            found[s] = [];
        for (int step = ids.Length - 1; step >= 0; step--)
        {
            long[] tokens = Sequences.Integers(ids[step]);
            int[] sources = ids[step].Lod![0].ToArray(), prefixes = ids[step].Lod![1].ToArray(), owners = Sequences.Owners(prefixes);
            for (int s = 0; s < found.Length; s++)
            {
                // The last step at which a source has candidates: their ends are the ends of its sentences.
                if (found[s].Count == 0)
                    found[s].AddRange(Enumerable.Range(prefixes[sources[s]], prefixes[sources[s + 1]] - prefixes[sources[s]]).Take(BeamSize).Select(row => new Sentence { Row = row }));
                foreach (Sentence sentence in found[s])
                {
                    if (tokens[sentence.Row] != EndId || sentence.Tokens.Count == 0)
                    {
                        sentence.Tokens.Add(tokens[sentence.Row]);
                        sentence.Scores.Add(scores[step][sentence.Row]);
                    }
                    // A prefix of this step is a row of the step before.
                    sentence.Row = owners[sentence.Row];
                }
            }
        }
        return found;
    }

    private sealed class Sentence
    {
        public List<long> Tokens { get; } = [];

        public List<double> Scores { get; } = [];

        public int Row { get; set; }
    }
}
