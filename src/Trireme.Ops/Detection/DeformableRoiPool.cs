namespace Trireme.Operators;

/// <summary>
/// The mean of samples in each bin of regions, bins moved by Trans [R, 2 · moved classes, part height, part width] (x, then y): Input [N, C, H, W], ROIs
/// [R, 4], those of one image as one sequence → Output [R, channels, height, width]; TopCount = how many samples lay inside the image.
/// </summary>
/// <param name="NoTrans">Whether bins stay where they are.</param>
/// <param name="SpatialScale">What turns the regions' coordinates into Input's.</param>
/// <param name="OutputDim">The result's channels.</param>
/// <param name="GroupSize">Into how many rows and columns of bins channels of their own are divided.</param>
/// <param name="PooledHeight">The result's height.</param>
/// <param name="PooledWidth">The result's width.</param>
/// <param name="PartSize">Trans' height and width.</param>
/// <param name="SamplePerPart">Samples along each side of a bin.</param>
/// <param name="TransStd">What part of a region's size Trans counts in.</param>
[Op("deformable_psroi_pooling", "Input, ROIs, Trans? -> TopCount, Output")]
public sealed record DeformablePsRoiPoolingOp(int OutputDim, Ints GroupSize, int PooledHeight, int PooledWidth, Ints PartSize, bool NoTrans = false,
    float SpatialScale = 1f,
    int SamplePerPart = 1, float TransStd = 0.1f) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["Input"].Shape;
        c.Require(c["Input"].DType.IsFloating && x.Rank == 4, "Input must be floating point [N, C, H, W].");
        c.Require(c["ROIs"].Shape is { Rank: 2 } rois && rois[1] == 4, "ROIs must be [R, 4].");
        c.Require(PooledHeight > 0 && PooledWidth > 0 && SamplePerPart > 0 && GroupSize.Count == 2 && PartSize.Count == 2,
            "sizes must be positive, group_size and part_size pairs.");
        int wanted = OutputDim * GroupSize[0] * GroupSize[1];
        c.Require(x[1] < 0 || x[1] == wanted, $"Input must have output_dim · group_size = {wanted} channels.");
        if (!NoTrans)
        {
            c.Require(c.Has("Trans"), "Trans is missing.", "Set no_trans, or pass it.");
            Shape trans = c["Trans"].Shape;
            c.Require(trans.Rank == 4 && trans[1] % 2 == 0 && OutputDim % (trans[1] / 2) == 0 && trans[2] == PartSize[0] && trans[3] == PartSize[1],
                $"Trans must be [R, 2 · classes, {PartSize[0]}, {PartSize[1]}] with classes that divide output_dim {OutputDim}.");
        }
        c["TopCount"] = c["Output"] = c["Input"] with { Shape = [c["ROIs"].Shape[0], OutputDim, PooledHeight, PooledWidth] };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["Input"], rois = c["ROIs"];
        int regions = rois.Shape[0], height = x.Shape[2], width = x.Shape[3], bins = OutputDim * PooledHeight * PooledWidth,
            samples = SamplePerPart * SamplePerPart;
        int[] owners = rois.Lod is { } lod ? Sequences.Owners(lod[-1]) : new int[regions];
        var plan = new DeformableBins(this, rois.Cast(DType.Float64).ToArray<double>(), owners, x.Shape);
        Tensor row = plan.Rows(x.DType), column = plan.Columns(x.DType);
        if (!NoTrans)
        {
            (int[] across, int[] down) = plan.TransIndex(c["Trans"].Shape);
            Tensor trans = c["Trans"].Flatten();
            column += Picked(trans, across) * plan.Widths(x.DType);
            row += Picked(trans, down) * plan.Heights(x.DType);
        }
        Tensor counts = Inside(row, height) * Inside(column, width);
        (Tensor top, Tensor below) = Split(row, height);
        (Tensor left, Tensor right) = Split(column, width);
        Tensor sum = Picked(x.Flatten(), plan.Places(top, left)) * (1 - below) * (1 - right);
        Tensor y1 = (top + 1).Clip(max: height - 1), x1 = (left + 1).Clip(max: width - 1);
        sum += Picked(x.Flatten(), plan.Places(top, x1)) * (1 - below) * right;
        sum += Picked(x.Flatten(), plan.Places(y1, left)) * below * (1 - right);
        sum += Picked(x.Flatten(), plan.Places(y1, x1)) * below * right;
        Tensor total = counts.Reshape([regions * bins, samples]).Sum(1);
        Shape shape = [regions, OutputDim, PooledHeight, PooledWidth];
        c["TopCount"] = Reshape2Op.ViewOf(total, shape);
        c["Output"] = Reshape2Op.ViewOf((sum * counts).Reshape([regions * bins, samples]).Sum(1) / total.Clip(min: 1), shape);
    }

    // Where a sample is, as an element and what is left of the way to the next.
    private static (Tensor Element, Tensor Past) Split(Tensor place, int size)
    {
        Tensor limited = place.Clip(0, size - 1), element = limited.Detach().Floor();
        return (element, limited - element);
    }

    private static Tensor Inside(Tensor place, int size)
    {
        Tensor still = place.Detach();
        return still.GreaterEqual(Literal.Of(-0.5, still.DType)).LogicalAnd(still.LessEqual(Literal.Of(size - 0.5, still.DType))).Cast(still.DType);
    }

    private static Tensor Picked(Tensor flat, int[] index) => new IndexSelectOp().Apply(flat, Tensor.From<int>(index, index.Length));
}
