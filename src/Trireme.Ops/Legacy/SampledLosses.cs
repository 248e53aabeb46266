using Trireme.Random;

namespace Trireme.Operators;

/// <summary>
/// Cost [N, 1] = noise-contrastive estimation: each row of Input [N, D] is told apart from classes drawn at random. Weight [C, D], Bias [C, 1], Label
/// [N, true classes].
/// </summary>
/// <param name="NumTotalClasses">C.</param>
/// <param name="NumNegSamples">How many classes are drawn for each row.</param>
/// <param name="Seed">Where the draws begin; 0 takes the generator's.</param>
/// <param name="Sampler">
/// 0 draws all classes alike, 1 draws k with log((k + 2) / (k + 1)) / log(C + 1), 2 draws with CustomDistProbs: a class at random, or with the probability
/// 1 − CustomDistAliasProbs the one that CustomDistAlias names in its place.
/// </param>
/// <param name="IsSparse">Unused: gradients are dense.</param>
/// <param name="CustomNegClasses">Classes to take instead of drawing.</param>
[Op("nce", "Input, Label, Weight, Bias?, SampleWeight?, CustomDistProbs?, CustomDistAlias?, CustomDistAliasProbs? -> Cost, SampleLogits, SampleLabels")]
public sealed record NceOp(int NumTotalClasses, int NumNegSamples = 10, int Seed = 0, int Sampler = 0, bool IsSparse = false, Ints CustomNegClasses = default) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Sampler is 0 or 1 or 2, $"sampler {Sampler} is neither 0 (uniform) nor 1 (log-uniform) nor 2 (custom).");
        c.Require(Sampler != 2 || (c.Has("CustomDistProbs") && c.Has("CustomDistAlias") && c.Has("CustomDistAliasProbs")), "sampler 2 needs CustomDistProbs, CustomDistAlias and CustomDistAliasProbs.");
        c.Require(NumTotalClasses > 0 && NumNegSamples > 0, "num_total_classes and num_neg_samples must be positive.");
        int rows = c["Input"].Shape[0], columns = (c["Label"].Shape.Rank == 1 ? 1 : c["Label"].Shape[1]) + NumNegSamples;
        c["Cost"] = c["Input"] with { Shape = (rows, 1) };
        c["SampleLogits"] = c["Input"] with { Shape = (rows, columns) };
        c["SampleLabels"] = new TensorMeta((rows, columns), DType.Int64);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["Input"];
        long[] labels = Sequences.Integers(c["Label"]);
        int rows = x.Shape[0], own = labels.Length / Math.Max(1, rows), columns = own + NumNegSamples;
        long[]? drawn = c.Earlier("SampleLabels") is { } earlier ? Sequences.Integers(earlier) : null;
        var random = new DrawnNumbers(Seed);
        float[] given = [], kept = [];
        int[] alias = [];
        if (Sampler == 2)
            (given, alias, kept) = (c["CustomDistProbs"].ToArray<float>(), c["CustomDistAlias"].ToArray<int>(), c["CustomDistAliasProbs"].ToArray<float>());
        var classes = new int[rows * columns];
        var expected = new double[classes.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            int column = i % columns;
            classes[i] = column < own ? (int)labels[(i / columns * own) + column] : CustomNegClasses.Count > 0 ? CustomNegClasses[(column - own) % CustomNegClasses.Count]
                : drawn is not null ? (int)drawn[i] : Draw();
            c.Require(classes[i] >= 0 && classes[i] < NumTotalClasses, $"the class {classes[i]} is outside [0, {NumTotalClasses - 1}].");
            expected[i] = (Sampler == 2 ? given[classes[i]] : Probability(classes[i])) * NumNegSamples;
        }
        Tensor weights = Sequences.Rows(c["Weight"], classes).Reshape([rows, columns, -1]);
        Tensor logits = (weights * x.Unsqueeze(1)).Sum(2);
        if (c.Find("Bias") is { } bias)
            logits += Sequences.Rows(bias.Reshape([-1, 1]), classes).Reshape((rows, columns));
        Tensor probability = logits.Sigmoid(), noise = Tensor.From<double>(expected, (rows, columns)).Cast(x.DType);
        Tensor cost = -(probability.Slice(1, 0, own) / (probability.Slice(1, 0, own) + noise.Slice(1, 0, own))).Log().Sum(1, keepdim: true)
            - (noise.Slice(1, own, columns) / (probability.Slice(1, own, columns) + noise.Slice(1, own, columns))).Log().Sum(1, keepdim: true);
        c["Cost"] = c.Find("SampleWeight") is { } weight ? cost * weight.Reshape((rows, 1)) : cost;
        c["SampleLogits"] = probability;
        c["SampleLabels"] = Tensor.From<long>(Array.ConvertAll(classes, v => (long)v), (rows, columns));

        int Draw()
        {
            double u = random.Next();
            if (Sampler == 1)
                return LogUniform.Draw(u, NumTotalClasses);
            int column = (int)(u * NumTotalClasses);
            return Sampler == 2 && random.Next() >= kept[column] ? alias[column] : column;
        }
    }

    private double Probability(int label) => Sampler == 0 ? 1.0 / NumTotalClasses : LogUniform.Probability(label, NumTotalClasses);
}

/// <summary>Out [N] = a column of each row of X [N, C], drawn with X's values as probabilities.</summary>
/// <param name="Min">The least number drawn.</param>
/// <param name="Max">The largest.</param>
/// <param name="Seed">Where the draws begin; 0 takes the generator's.</param>
[Op("sampling_id", "X -> Out", NoGradient = "Its result is random.")]
public sealed record SamplingIdOp(float Min = 0f, float Max = 1f, int Seed = 0) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].Shape.Rank == 2, "X must be [N, C].");
        c["Out"] = new TensorMeta(c["X"].Shape[0], DType.Int64);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int rows = c["X"].Shape[0], columns = c["X"].Shape[1];
        double[] probabilities = c["X"].Cast(DType.Float64).ToArray<double>();
        var random = new DrawnNumbers(Seed);
        var chosen = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            double left = Min + ((Max - Min) * random.Next());
            int column = 0;
            while (column < columns - 1 && (left -= probabilities[(i * columns) + column]) >= 0)
                column++;
            chosen[i] = column;
        }
        c["Out"] = Tensor.From<long>(chosen, rows);
    }
}

/// <summary>
/// Out [N, 1] = the cost of finding Label [N, 1] in a binary tree of classes by logistic decisions: X [N, D], W [C − 1, D], Bias [C − 1, 1]. PathTable and
/// PathCode [N, depth] say the nodes and the turns of another tree, with -1 at the end of shorter paths.
/// </summary>
/// <param name="NumClasses">C.</param>
/// <param name="IsSparse">Unused: gradients are dense.</param>
/// <param name="RemotePrefetch">Unused; kept for files.</param>
[Op("hierarchical_sigmoid", "X, W, Label, PathTable?, PathCode?, Bias? -> Out, PreOut~, W_Out~")]
public sealed record HierarchicalSigmoidOp(int NumClasses = 2, bool IsSparse = false, bool RemotePrefetch = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c.Has("PathTable") == c.Has("PathCode"), "PathTable and PathCode go together.");
        c.Require(NumClasses >= 2, $"num_classes is {NumClasses}; it must be at least 2.");
        c["Out"] = c["X"] with { Shape = (c["X"].Shape[0], 1) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        (int[] nodes, double[] turns, int depth) = c.Find("PathTable") is { } table ? Given(table, c["PathCode"]) : Complete(c, Sequences.Integers(c["Label"]));
        int rows = x.Shape[0];
        Tensor decisions = (Sequences.Rows(c["W"], nodes).Reshape([rows, depth, -1]) * x.Unsqueeze(1)).Sum(2);
        if (c.Find("Bias") is { } bias)
            decisions += Sequences.Rows(bias.Reshape([-1, 1]), nodes).Reshape((rows, depth));
        Tensor counts = Tensor.From<double>(Array.ConvertAll(nodes, n => n < 0 ? 0.0 : 1.0), (rows, depth)).Cast(x.DType);
        Tensor turn = Tensor.From<double>(turns, (rows, depth)).Cast(x.DType);
        Tensor limited = decisions.Clip(-40, 40);
        c["Out"] = ((NN.Functional.Softplus(limited) - (turn * limited)) * counts).Sum(1, keepdim: true);
    }

    private static (int[], double[], int) Given(Tensor table, Tensor code)
    {
        int[] nodes = Array.ConvertAll(Sequences.Integers(table), n => n < 0 ? -1 : (int)n);
        return (nodes, Array.ConvertAll(Sequences.Integers(code), v => v > 0 ? 1.0 : 0.0), table.Shape[1]);
    }

    // The complete tree: class k is leaf k + C counted from the root 1; a node's number is its place above.
    private (int[], double[], int) Complete(ComposeContext c, long[] labels)
    {
        int depth = System.Numerics.BitOperations.Log2((uint)((2 * NumClasses) - 1));
        int[] nodes = new int[labels.Length * depth];
        double[] turns = new double[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            long label = labels[i / depth];
            c.Require(label >= 0 && label < NumClasses, $"the class {label} is outside [0, {NumClasses - 1}].");
            int leaf = (int)label + NumClasses, bit = i % depth;
            nodes[i] = (leaf >> (bit + 1)) - 1;
            turns[i] = (leaf >> bit) & 1;
        }
        return (nodes, turns, depth);
    }
}

/// <summary>Numbers from 0 to 1, from a seed or from the generator's next stream.</summary>
internal sealed class DrawnNumbers(int seed)
{
    private readonly RandomStream _stream = seed != 0 ? new RandomStream((ulong)seed, 0) : Generator.Default.Next();
    private long _next;

    public double Next() => (_stream.Block(_next++).A + 0.5) / 4294967296.0;
}

/// <summary>Classes of which lower numbers come more often: k with log((k + 2) / (k + 1)) / log(C + 1).</summary>
internal static class LogUniform
{
    public static int Draw(double u, int classes) => (int)(Math.Exp(u * Math.Log(classes + 1.0)) - 1) % classes;

    public static double Probability(long label, int classes) => Math.Log((label + 2.0) / (label + 1.0)) / Math.Log(classes + 1.0);
}
