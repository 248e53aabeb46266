namespace Trireme.Operators;

/// <summary>
/// Boxes [H, W, boxes, 4] that stand at each place of a feature map Input [N, C, H, W], as parts of an Image [N, C, H', W']; Variances of the same shape.
/// </summary>
/// <param name="MinSizes">Sides of the smaller squares, in pixels of the image.</param>
/// <param name="MaxSizes">Sides that give a further square between each two; none, or as many.</param>
/// <param name="AspectRatios">Widths over heights of further boxes.</param>
/// <param name="Variances">Four numbers, repeated for each box.</param>
/// <param name="Flip">Whether each ratio is taken upside down, too.</param>
/// <param name="Clip">Whether boxes end at the image's borders.</param>
/// <param name="StepW">The distance of places along the width; 0 for the image's over the map's.</param>
/// <param name="StepH">The same along the height.</param>
/// <param name="Offset">Where in its cell a place lies.</param>
/// <param name="MinMaxAspectRatiosOrder">Whether both squares come before the boxes of other ratios.</param>
[Op("prior_box", "Input, Image -> Boxes, Variances", NoGradient = "Its result depends on sizes only.")]
public sealed record PriorBoxOp(float[] MinSizes, float[]? MaxSizes = null, float[]? AspectRatios = null, float[]? Variances = null, bool Flip = false, bool Clip = false,
    float StepW = 0f, float StepH = 0f, float Offset = 0.5f, bool MinMaxAspectRatiosOrder = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["Input"].Shape;
        c.Require(x.Rank == 4 && c["Image"].Shape.Rank == 4, "Input and Image must have four dimensions.");
        c.Require(MinSizes.Length > 0, "min_sizes is empty.");
        c.Require(MaxSizes is null or [] || MaxSizes.Length == MinSizes.Length, "max_sizes must have as many values as min_sizes.");
        c.Require(Variances is null || Variances.Length == 4, "variances must have four values.");
        int boxes = (Ratios().Length * MinSizes.Length) + (MaxSizes?.Length ?? 0);
        c["Boxes"] = c["Variances"] = c["Input"] with { Shape = (x[2], x[3], boxes, 4) };
    }

    /// <summary>All ratios: 1, those given, and those upside down; none twice.</summary>
    internal float[] Ratios()
    {
        var ratios = new List<float> { 1f };
        foreach (float ratio in AspectRatios ?? [])
        {
            if (ratios.Any(r => Math.Abs(r - ratio) < 1e-6f))
                continue;
            ratios.Add(ratio);
            if (Flip)
                ratios.Add(1f / ratio);
        }
        return ratios.ToArray();
    }
}

/// <summary>Boxes at each place of a feature map, several of one size side by side: Input [N, C, H, W], Image [N, C, H', W'] → [H, W, boxes, 4].</summary>
/// <param name="FixedSizes">Sides of the boxes, in pixels of the image.</param>
/// <param name="FixedRatios">Widths over heights.</param>
/// <param name="Densities">For each size how many stand side by side along each axis.</param>
/// <param name="Variances">Four numbers, repeated for each box.</param>
/// <param name="Clip">Whether boxes end at the image's borders.</param>
/// <param name="StepW">The distance of places along the width; 0 for the image's over the map's.</param>
/// <param name="StepH">The same along the height.</param>
/// <param name="Offset">Where in its cell a place lies.</param>
/// <param name="FlattenTo2d">Whether the result is [all boxes, 4].</param>
[Op("density_prior_box", "Input, Image -> Boxes, Variances", NoGradient = "Its result depends on sizes only.")]
public sealed record DensityPriorBoxOp(float[] FixedSizes, float[] FixedRatios, int[] Densities, float[]? Variances = null, bool Clip = false, float StepW = 0f, float StepH = 0f,
    float Offset = 0.5f, [Attr("flatten_to_2d")] bool FlattenTo2d = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["Input"].Shape;
        c.Require(x.Rank == 4 && c["Image"].Shape.Rank == 4, "Input and Image must have four dimensions.");
        c.Require(FixedSizes.Length == Densities.Length, $"there are {FixedSizes.Length} fixed_sizes and {Densities.Length} densities.");
        int boxes = Densities.Sum(d => d * d) * FixedRatios.Length;
        Shape shape = FlattenTo2d ? (x[2] < 0 || x[3] < 0 ? -1 : x[2] * x[3] * boxes, 4) : (x[2], x[3], boxes, 4);
        c["Boxes"] = c["Variances"] = c["Input"] with { Shape = shape };
    }
}

/// <summary>Anchors [H, W, boxes, 4] of a region proposal network, in pixels, at each place of Input [N, C, H, W].</summary>
/// <param name="AnchorSizes">Sides of squares of the same area.</param>
/// <param name="AspectRatios">Heights over widths.</param>
/// <param name="Variances">Four numbers, repeated for each anchor.</param>
/// <param name="Stride">The distances of places along the width and the height.</param>
/// <param name="Offset">Where in its cell a place lies.</param>
[Op("anchor_generator", "Input -> Anchors, Variances", NoGradient = "Its result depends on sizes only.")]
public sealed record AnchorGeneratorOp(float[] AnchorSizes, float[] AspectRatios, float[] Variances, float[] Stride, float Offset = 0.5f) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["Input"].Shape;
        c.Require(x.Rank == 4 && Stride.Length == 2 && Variances.Length == 4, "Input must have four dimensions, stride two values and variances four.");
        c["Anchors"] = c["Variances"] = c["Input"] with { Shape = (x[2], x[3], AnchorSizes.Length * AspectRatios.Length, 4) };
    }
}
