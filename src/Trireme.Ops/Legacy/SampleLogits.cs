namespace Trireme.Operators;

/// <summary>
/// A few columns of Logits [N, C], those of a softmax over sampled classes: first each row's own classes Labels [N, T], then S classes that all rows share.
/// SampledLogits [N, T + S] have the logarithm of the expected number of draws taken off; Samples are the classes, SampledLabels [N, T] = 0 … T − 1.
/// </summary>
/// <param name="UseCustomizedSamples">Whether CustomizedSamples and CustomizedProbabilities [N, T + S] are taken instead of drawing.</param>
/// <param name="Uniq">Whether a class is drawn only once.</param>
/// <param name="RemoveAccidentalHits">Whether drawn classes that are a row's own count nothing there.</param>
/// <param name="NumSamples">S.</param>
/// <param name="Seed">Where the draws begin; 0 takes the generator's.</param>
/// <remarks>Classes are drawn with log((k + 2) / (k + 1)) / log(C + 1). Jean et al. 2014.</remarks>
[Op("sample_logits", "Logits, Labels, CustomizedSamples?, CustomizedProbabilities? -> Samples, Probabilities, SampledLogits, SampledLabels, LogitsDim~, LabelsDim~")]
public sealed record SampleLogitsOp(bool UseCustomizedSamples = false, bool Uniq = true, bool RemoveAccidentalHits = true, int NumSamples = 1, int Seed = 0) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta logits = c["Logits"], labels = c["Labels"];
        c.Require(logits.Shape.Rank == 2 && labels.Shape.Rank == 2 && labels.Shape[1] > 0, "Logits must be [N, C] and Labels [N, T].");
        c.Require(NumSamples > 0 && (!Uniq || logits.Shape[1] < 0 || NumSamples <= logits.Shape[1]), $"num_samples is {NumSamples}; it must be positive and at most the number of classes.");
        c.Require(UseCustomizedSamples == c.Has("CustomizedSamples") && c.Has("CustomizedSamples") == c.Has("CustomizedProbabilities"), "CustomizedSamples and CustomizedProbabilities go with use_customized_samples.");
        Shape sampled = (logits.Shape[0], labels.Shape[1] + NumSamples);
        c["Samples"] = new TensorMeta(sampled, DType.Int64);
        c["Probabilities"] = c["SampledLogits"] = logits with { Shape = sampled };
        c["SampledLabels"] = new TensorMeta(labels.Shape, DType.Int64);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor logits = c["Logits"];
        long[] labels = Sequences.Integers(c["Labels"]);
        int rows = logits.Shape[0], classes = logits.Shape[1], own = c["Labels"].Shape[1], columns = own + NumSamples;
        foreach (long label in labels)
            c.Require(label >= 0 && label < classes, $"the class {label} is outside [0, {classes - 1}].");
        (long[] samples, double[] expected) = UseCustomizedSamples
            ? (Sequences.Integers(c["CustomizedSamples"]), c["CustomizedProbabilities"].Cast(DType.Float64).ToArray<double>())
            : c.Earlier("Samples") is { } drawn && c.Earlier("Probabilities") is { } chances ? (Sequences.Integers(drawn), chances.Cast(DType.Float64).ToArray<double>())
            : Draw(labels, rows, own, classes);
        c.Require(samples.Length == rows * columns && samples.All(s => s >= 0 && s < classes), $"the samples must be {rows} x {columns} classes.");
        var shifts = new double[samples.Length];
        for (int i = 0; i < shifts.Length; i++)
        {
            int row = i / columns;
            shifts[i] = -Math.Log(expected[i]);
            if (RemoveAccidentalHits && i % columns >= own && labels.AsSpan(row * own, own).Contains(samples[i]))
                shifts[i] -= 1e20;
        }
        Shape shape = (rows, columns);
        Tensor chosen = Tensor.From<long>(samples, shape);
        c["Samples"] = chosen;
        c["Probabilities"] = Tensor.From<double>(expected, shape).Cast(logits.DType);
        c["SampledLogits"] = logits.TakeAlongAxis(chosen, 1, broadcast: false) + Tensor.From<double>(shifts, shape).Cast(logits.DType);
        c["SampledLabels"] = Tensor.From<long>(labels.Select((_, i) => (long)(i % own)).ToArray(), (rows, own));
    }

    private (long[] Samples, double[] Expected) Draw(long[] labels, int rows, int own, int classes)
    {
        var random = new DrawnNumbers(Seed);
        var drawn = new List<long>();
        int tries = 0;
        for (; drawn.Count < NumSamples; tries++)
        {
            long sample = LogUniform.Draw(random.Next(), classes);
            if (!Uniq || !drawn.Contains(sample))
                drawn.Add(sample);
        }
        var samples = new long[rows * (own + NumSamples)];
        for (int i = 0; i < samples.Length; i++)
        {
            int row = i / (own + NumSamples), column = i % (own + NumSamples);
            samples[i] = column < own ? labels[(row * own) + column] : drawn[column - own];
        }
        // How often a class is expected among the draws; where none repeats, how likely it is among so many tries.
        return (samples, Array.ConvertAll(samples, s => tries == NumSamples ? LogUniform.Probability(s, classes) * NumSamples : 1 - Math.Pow(1 - LogUniform.Probability(s, classes), tries)));
    }
}
