namespace Trireme.Operators;

/// <summary>
/// Maxima over windows and where they stand: X [N, C, …] → Out, Mask (int32: positions in the flattened spatial plane). The base of
/// max_pool2d_with_index and max_pool3d_with_index.
/// </summary>
/// <param name="Ksize">The windows' size; with <paramref name="Adaptive"/> the output's.</param>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">One for each spatial axis, or before and after for each.</param>
/// <param name="CeilMode">Whether a last, partial window counts.</param>
/// <param name="GlobalPooling">One window over everything.</param>
/// <param name="Adaptive">Window i covers floor(i·in/out) to ceil((i+1)·in/out).</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
public abstract record MaxPoolWithIndexOp(Ints Ksize, Ints Strides, Ints Paddings, bool CeilMode, bool GlobalPooling, bool Adaptive, string PaddingAlgorithm) : Op
{
    internal PoolWindows Windows => new(Ksize, Strides, Paddings, CeilMode, GlobalPooling, Adaptive, PaddingAlgorithm, "NCHW");

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].DType.IsFloating, "X must be floating point.");
        Shape shape = PoolGeometry.Infer(c, Windows);
        c["Out"] = c["X"] with { Shape = shape };
        c["Mask"] = new TensorMeta(shape, DType.Int32);
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new PlaneScatterOp(g.Meta("X").Shape[2..]).Apply(g.D["Out"], g["Mask"]);

    /// <summary>The record for this number of spatial axes.</summary>
    internal static MaxPoolWithIndexOp Of(PoolWindows w)
        => w.Ksize.Count == 3
            ? new MaxPool3DWithIndexOp(w.Ksize, w.Strides, w.Paddings, w.CeilMode, w.GlobalPooling, w.Adaptive, w.PaddingAlgorithm)
            : new MaxPool2DWithIndexOp(w.Ksize, w.Strides, w.Paddings, w.CeilMode, w.GlobalPooling, w.Adaptive, w.PaddingAlgorithm);
}
