namespace Trireme.Operators;

/// <summary>
/// Out = where some channels of X [N, A, B, C] are strongest: of each channel's matrix the largest elements, each row and column taken once, are 1 along the
/// whole axis, others 0.
/// </summary>
/// <param name="Axis">The channels' axis: 1, 2 or 3.</param>
/// <param name="Indexes">Which channels are looked at.</param>
[Op("similarity_focus", "X -> Out", NoGradient = "Its result is a choice.")]
public sealed record SimilarityFocusOp(int Axis, Ints Indexes) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        c.Require(x.Rank == 4 && Axis is >= 1 and <= 3, $"X must have four dimensions, and axis {Axis} be 1, 2 or 3.");
        c.Require(Indexes.Count > 0, "indexes is empty.");
        foreach (int index in Indexes)
            c.Require(index >= 0 && (x[Axis] < 0 || index < x[Axis]), $"the index {index} is outside axis {Axis}, which has {x[Axis]}.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        // The axis first: each channel is then one matrix.
        int[] order = [0, Axis, .. Enumerable.Range(1, 3).Where(i => i != Axis)];
        Tensor x = c["X"].Transpose(order);
        int images = x.Shape[0], channels = x.Shape[1], rows = x.Shape[2], columns = x.Shape[3], plane = rows * columns;
        double[] values = x.Cast(DType.Float64).ToArray<double>(), mask = new double[images * plane];
        for (int image = 0; image < images; image++)
        {
            foreach (int index in Indexes)
                Mark(values.AsSpan(((image * channels) + index) * plane, plane).ToArray(), columns, mask.AsSpan(image * plane, plane));
        }
        Tensor one = Tensor.From<double>(mask, [images, 1, rows, columns]).Cast(x.DType);
        int[] back = Enumerable.Range(0, 4).Select(i => Array.IndexOf(order, i)).ToArray();
        c["Out"] = one.Tile([1, channels, 1, 1]).Transpose(back);
    }

    private static void Mark(double[] matrix, int columns, Span<double> mask)
    {
        var rows = new HashSet<int>();
        var taken = new HashSet<int>();
        foreach (int place in Enumerable.Range(0, matrix.Length).OrderByDescending(i => matrix[i]))
        {
            if (rows.Contains(place / columns) || taken.Contains(place % columns))
                continue;
            rows.Add(place / columns);
            taken.Add(place % columns);
            mask[place] = 1;
        }
    }
}

/// <summary>Out = a part of each instance of X, at a random place. The last dimensions are an instance's, as many as the part has.</summary>
/// <param name="Shape">The part's dimensions.</param>
/// <param name="StartupSeed">Where random numbers begin; 0 for the next part of the default sequence.</param>
/// <remarks>Seed, where it is given and not 0, is taken instead of <paramref name="StartupSeed"/>.</remarks>
[Op("random_crop", "X, Seed? -> Out, SeedOut~", NoGradient = "Its result is random.")]
public sealed record RandomCropOp(Ints Shape, int StartupSeed = 0) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        int before = x.Rank - Shape.Count;
        c.Require(before >= 0, $"the shape {Shape} has more dimensions than X.");
        for (int i = 0; i < Shape.Count; i++)
            c.Require(Shape[i] > 0 && (x[before + i] < 0 || Shape[i] <= x[before + i]),
            $"{Shape[i]} elements do not lie inside dimension {before + i} of X, which has {x[before + i]}.");
        c["Out"] = c["X"] with { Shape = (int[])[.. x[..before].AsSpan(), .. Shape.AsSpan()] };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        int before = x.Ndim - Shape.Count, instances = 1;
        for (int i = 0; i < before; i++)
            instances *= x.Shape[i];
        int seed = SizeInputs.Read(c, "Seed") is [int given, ..] && given != 0 ? given : StartupSeed;
        var random = new DrawnNumbers(seed);
        Tensor rows = x.Reshape((int[])[instances, .. x.Shape[before..].AsSpan()]);
        int[] axes = Enumerable.Range(0, Shape.Count + 1).ToArray();
        var parts = new Tensor[instances];
        for (int n = 0; n < instances; n++)
        {
            int[] begin = [n, .. Enumerable.Range(0, Shape.Count).Select(i => (int)(random.Next() * (x.Shape[before + i] - Shape[i] + 1)))];
            parts[n] = rows.Slice(axes, begin, begin.Select((b, i) => i == 0 ? b + 1 : b + Shape[i - 1]).ToArray());
        }
        c["Out"] = Paddle.Concat(parts).Reshape((int[])[.. x.Shape[..before].AsSpan(), .. Shape.AsSpan()]);
    }
}
