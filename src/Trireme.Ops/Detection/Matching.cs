namespace Trireme.Operators;

/// <summary>
/// Pairs rows with columns by the largest distances, greedily: DistMat [rows, M], the rows of one image as one sequence → ColToRowMatchIndices int32
/// [images, M] with -1 for no row, ColToRowMatchDist.
/// </summary>
/// <param name="MatchType">bipartite, or per_prediction: then columns left over take their nearest row.</param>
/// <param name="DistThreshold">The least distance for that.</param>
[Op("bipartite_match", "DistMat -> ColToRowMatchIndices, ColToRowMatchDist", NoGradient = "Its result is a choice.", SetsLod = true)]
public sealed record BipartiteMatchOp(string MatchType = "bipartite", float DistThreshold = 0.5f) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "DistMat");
        c.Require(c["DistMat"].Shape.Rank == 2, "DistMat must be a matrix.");
        c.Require(MatchType is "bipartite" or "per_prediction" or "", $"match_type {MatchType} is not known.", "It is bipartite or per_prediction.");
        Shape shape = (-1, c["DistMat"].Shape[1]);
        c["ColToRowMatchIndices"] = new TensorMeta(shape, DType.Int32);
        c["ColToRowMatchDist"] = c["DistMat"] with { Shape = shape };
    }
}

/// <summary>
/// What each prediction shall become: Out [images, M, K] = the row of X that MatchIndices [images, M] names, OutWeight [images, M, 1] = 1; elsewhere
/// a fixed value and 0. X [rows, P, K] holds the rows of one image as one sequence; NegIndices names predictions that count with the fixed value.
/// </summary>
/// <param name="MismatchValue">The fixed value.</param>
[Op("target_assign", "X, MatchIndices, NegIndices? -> Out, OutWeight", NoGradient = "Its inputs are labels.", SetsLod = true)]
public sealed record TargetAssignOp(int MismatchValue = 0) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, match = c["MatchIndices"].Shape;
        c.Require(x.Rank == 3 && match.Rank == 2, "X must be [rows, P, K], MatchIndices [images, M].");
        c.Require(c["MatchIndices"].DType == DType.Int32 && (!c.Has("NegIndices") || c["NegIndices"].DType == DType.Int32), "indices must be int32.");
        c["Out"] = c["X"] with { Shape = [match[0], match[1], x[2]] };
        c["OutWeight"] = new TensorMeta([match[0], match[1], 1], DType.Float32);
    }
}

/// <summary>
/// Which predictions without an object count: those with the largest loss. MatchIndices, MatchDist, ClsLoss [images, M] → NegIndices [chosen, 1], those of
/// one image as one sequence, and UpdatedMatchIndices.
/// </summary>
/// <param name="NegPosRatio">How many are taken for each with an object.</param>
/// <param name="NegDistThreshold">Only those whose overlap is below this.</param>
/// <param name="SampleSize">How many are taken with hard_example.</param>
/// <param name="MiningType">max_negative, or hard_example: then those with an object are chosen by loss, too.</param>
[Op("mine_hard_examples", "ClsLoss, LocLoss?, MatchIndices, MatchDist -> NegIndices, UpdatedMatchIndices", NoGradient = "Its result is a choice.", SetsLod = true)]
public sealed record MineHardExamplesOp(float NegPosRatio = 1f, float NegDistThreshold = 0.5f, int SampleSize = 0, string MiningType = "max_negative") : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "ClsLoss", "MatchDist");
        c.Require(MiningType is "max_negative" or "hard_example", $"mining_type {MiningType} is not known.", "It is max_negative or hard_example.");
        c.Require(MiningType == "max_negative" || SampleSize > 0, "hard_example needs a positive sample_size.");
        c.Require(c["MatchIndices"].DType == DType.Int32 && c["MatchIndices"].Shape.Rank == 2, "MatchIndices must be int32 [images, M].");
        c["NegIndices"] = new TensorMeta((-1, 1), DType.Int32);
        c["UpdatedMatchIndices"] = c["MatchIndices"];
    }
}
