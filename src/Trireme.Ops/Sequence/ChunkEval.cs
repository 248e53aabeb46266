namespace Trireme.Operators;

/// <summary>Precision, recall and F1 score of chunks found by tags: Inference and Label with sequences, or [N, L] with SeqLength.</summary>
/// <param name="NumChunkTypes">How many kinds of chunks there are.</param>
/// <param name="ChunkScheme">IOB, IOE, IOBES or plain: how a tag says a chunk's kind and the place in it.</param>
/// <param name="ExcludedChunkTypes">Kinds that do not count.</param>
[Op("chunk_eval", "Inference, Label, SeqLength? -> Precision, Recall, F1-Score, NumInferChunks, NumLabelChunks, NumCorrectChunks",
    NoGradient = "Its inputs are tags.", SetsLod = true)]
public sealed record ChunkEvalOp(int NumChunkTypes, string ChunkScheme = "IOB", Ints ExcludedChunkTypes = default) : LateCompositeOp
{
    private const int Begin = 1, Inside = 2, End = 4, Single = 8;

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(ChunkScheme is "IOB" or "IOE" or "IOBES" or "plain", $"chunk_scheme {ChunkScheme} is not known.", "It is IOB, IOE, IOBES or plain.");
        foreach (string slot in (ReadOnlySpan<string>)["Precision", "Recall", "F1-Score"])
            c[slot] = new TensorMeta(1, DType.Float32);
        foreach (string slot in (ReadOnlySpan<string>)["NumInferChunks", "NumLabelChunks", "NumCorrectChunks"])
            c[slot] = new TensorMeta(1, DType.Int64);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        long[][] inferred = TokenLists.Of(c, "Inference", "SeqLength"), labels = TokenLists.Of(c, "Label", "SeqLength");
        c.Require(inferred.Zip(labels).All(p => p.First.Length == p.Second.Length) && inferred.Length == labels.Length, "Inference and Label have different sequences.");
        long found = 0, there = 0, right = 0;
        for (int i = 0; i < inferred.Length; i++)
        {
            HashSet<(int, int, int)> a = Chunks(inferred[i]), b = Chunks(labels[i]);
            found += a.Count;
            there += b.Count;
            a.IntersectWith(b);
            right += a.Count;
        }
        float precision = found == 0 ? 0 : (float)right / found, recall = there == 0 ? 0 : (float)right / there;
        c["Precision"] = Tensor.From<float>([precision], 1);
        c["Recall"] = Tensor.From<float>([recall], 1);
        c["F1-Score"] = Tensor.From<float>([right == 0 ? 0 : 2 * precision * recall / (precision + recall)], 1);
        c["NumInferChunks"] = Tensor.From<long>([found], 1);
        c["NumLabelChunks"] = Tensor.From<long>([there], 1);
        c["NumCorrectChunks"] = Tensor.From<long>([right], 1);
    }

    // What a tag says, as flags; the tags of one kind stand together, the last tag of all is outside of chunks.
    private int Place(long tag) => ChunkScheme switch
    {
        "IOB" => tag % 2 == 0 ? Begin : Inside,
        "IOE" => tag % 2 == 0 ? Inside : End,
        "IOBES" => (tag % 4) switch { 0 => Begin, 1 => Inside, 2 => End, _ => Single },
        _ => Inside,
    };

    private HashSet<(int Start, int End, int Type)> Chunks(long[] tags)
    {
        int places = ChunkScheme switch { "IOB" or "IOE" => 2, "IOBES" => 4, _ => 1 };
        var chunks = new HashSet<(int, int, int)>();
        int start = -1, type = -1, before = 0;
        for (int i = 0; i <= tags.Length; i++)
        {
            int kind = i < tags.Length && tags[i] < (long)NumChunkTypes * places ? (int)(tags[i] / places) : -1;
            int place = kind < 0 ? 0 : Place(tags[i]);
            bool ends = start >= 0 && (kind != type || place is Begin or Single || before is End or Single);
            if (ends)
            {
                if (!ExcludedChunkTypes.AsSpan().Contains(type))
                    chunks.Add((start, i - 1, type));
                start = -1;
            }
            if (kind >= 0 && start < 0)
                (start, type) = (i, kind);
            before = place;
        }
        return chunks;
    }
}
