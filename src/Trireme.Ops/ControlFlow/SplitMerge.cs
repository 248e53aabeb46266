using Trireme.Static;

namespace Trireme.Operators;

/// <summary>OutTrue and OutFalse = the sequences of X, or its rows where it has none, whose Mask is true or false.</summary>
/// <param name="Level">The level of the sequences; the outermost.</param>
[Op("split_lod_tensor", "X, Mask -> OutTrue, OutFalse")]
public sealed record SplitLodTensorOp(int Level = 0) : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Tensor x = run.In("X");
        bool[] mask = SequenceRows.Mask(run.In("Mask"), SequenceRows.Count(x), "split_lod_tensor");
        run.Out("OutTrue", SequenceRows.Pick(x, Enumerable.Range(0, mask.Length).Where(i => mask[i]).ToArray()));
        run.Out("OutFalse", SequenceRows.Pick(x, Enumerable.Range(0, mask.Length).Where(i => !mask[i]).ToArray()));
    }
}

/// <summary>Out = the sequences or rows of InTrue where Mask is true and those of InFalse where it is false, in the order of the mask.</summary>
/// <param name="Level">The level of the sequences; the outermost.</param>
/// <remarks>A side that computed nothing may be missing.</remarks>
[Op("merge_lod_tensor", "X, Mask, InTrue, InFalse -> Out")]
public sealed record MergeLodTensorOp(int Level = 0) : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        var whenTrue = run.Find("InTrue") as Tensor;
        var whenFalse = run.Find("InFalse") as Tensor;
        int fromTrue = whenTrue is null ? 0 : SequenceRows.Count(whenTrue), count = fromTrue + (whenFalse is null ? 0 : SequenceRows.Count(whenFalse));
        bool[] mask = SequenceRows.Mask(run.In("Mask"), count, "merge_lod_tensor");
        if (mask.Count(m => m) != fromTrue)
        {
            throw new InvalidArgumentException("merge_lod_tensor: the branches have other numbers of rows than the mask.",
                $"{mask.Count(m => m)} of {mask.Length} are true; InTrue has {fromTrue}.", "Each branch must give one row for each that it got.");
        }
        if (whenTrue is null || whenFalse is null)
        {
            run.Out("Out", whenTrue ?? run.In("InFalse"));
            return;
        }
        int nextTrue = 0, nextFalse = fromTrue;
        run.Out("Out", SequenceRows.Pick(SequenceRows.Concat(whenTrue, whenFalse), Array.ConvertAll(mask, m => m ? nextTrue++ : nextFalse++)));
    }
}
