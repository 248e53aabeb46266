namespace Trireme.Bench;

/// <summary>What was measured for a row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Ours">Seconds a repetition, all samples.</param>
/// <param name="Theirs">Seconds a repetition on the other side; empty where there is none.</param>
/// <param name="Difference">Largest difference between both sides' results, relative to the largest value; null where nothing was compared.</param>
/// <param name="ManagedBytes">Allocated on the managed heap by the measuring thread, a repetition.</param>
/// <param name="Note">What went wrong, or null.</param>
/// <param name="Remark">What else to know of the comparison, or null.</param>
internal sealed record Result(Row Row, IReadOnlyList<double> Ours, IReadOnlyList<double> Theirs, double? Difference, double ManagedBytes, string? Note,
    string? Remark = null)
{
    public double OurMedian => Median(Ours);

    public double TheirMedian => Median(Theirs);

    /// <summary>Their time divided by ours: above 1 this side is faster.</summary>
    public double Ratio => TheirMedian / OurMedian;

    /// <summary>The same of the fastest samples, which other programs on the machine disturb least.</summary>
    public double BestRatio => Theirs.Count == 0 || Ours.Count == 0 ? double.NaN : Theirs.Min() / Ours.Min();

    public static double Median(IReadOnlyList<double> samples)
    {
        if (samples.Count == 0)
            return double.NaN;
        double[] sorted = [.. samples.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
