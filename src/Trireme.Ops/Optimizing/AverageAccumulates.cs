namespace Trireme.Operators;

/// <summary>
/// Adds a parameter to sums over a window of updates. The mean is (sum_1 + sum_2 + sum_3) / (num_accumulates + old_num_accumulates): sum_2 takes over sum_1 now
/// and then, so that small summands are not lost; sum_3 is the window before, which the running one replaces when it is long enough.
/// </summary>
/// <remarks>The update of fluid.optimizer.ModelAverage.</remarks>
[Op("average_accumulates",
    "param, in_sum_1, in_sum_2, in_sum_3, in_num_accumulates, in_old_num_accumulates, in_num_updates -> out_sum_1, out_sum_2, out_sum_3, out_num_accumulates, "
    + "out_old_num_accumulates, out_num_updates",
    InPlace = "out_sum_1=in_sum_1, out_sum_2=in_sum_2, out_sum_3=in_sum_3, out_num_accumulates=in_num_accumulates, "
    + "out_old_num_accumulates=in_old_num_accumulates, out_num_updates=in_num_updates",
    NoGradient = "updates sums in place")]
public sealed record AverageAccumulatesOp(float AverageWindow, long MaxAverageWindow, long MinAverageWindow = 10000) : Op
{
    /// <summary>Checks that the sums have the parameter's shape and the counters one element.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public override void Infer(InferContext c)
    {
        TensorMeta param = c["param"];
        c.Require(param.DType.IsFloating, "a parameter must be floating point.");
        foreach (string sum in (string[])["sum_1", "sum_2", "sum_3"])
        {
            c.Require(c["in_" + sum] == param, $"in_{sum} must have the parameter's shape and element type.");
            c["out_" + sum] = param;
        }
        foreach (string count in (string[])["num_accumulates", "old_num_accumulates", "num_updates"])
        {
            TensorMeta meta = c["in_" + count];
            c.Require(meta.DType == DType.Int64 && meta.Shape.Numel == 1, $"in_{count} must be one int64.");
            c["out_" + count] = meta;
        }
    }
}
