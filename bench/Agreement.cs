using Trireme.Formats.Npy;

namespace Trireme.Bench;

/// <summary>Whether both sides computed the same numbers.</summary>
internal static class Agreement
{
    private const double Negligible = 1e-4;

    /// <summary>The largest difference of any pair of arrays, relative to the largest value of theirs; infinite where the sizes or names differ.</summary>
    public static double Difference(Dictionary<string, Tensor> ours, Dictionary<string, NumpyArray> theirs)
        => Worst(ours.ToDictionary(p => p.Key, p => Numbers(p.Value)), Numbers(theirs), LargestDifference);

    /// <summary>
    /// The norm of the difference relative to the norm of theirs, the worst of any pair of arrays: the measure where rounding makes single values jump,
    /// because a rectifier's input is 0 but for rounding.
    /// </summary>
    public static double NormOfDifference(Dictionary<string, Tensor> ours, Dictionary<string, NumpyArray> theirs)
        => Worst(ours.ToDictionary(p => p.Key, p => Numbers(p.Value)), Numbers(theirs), Norm);

    /// <summary>The same of two results that were not computed here.</summary>
    public static double NormOfDifference(Dictionary<string, NumpyArray> one, Dictionary<string, NumpyArray> other)
        => Worst(Numbers(one), Numbers(other), Norm);

    private static double Worst(Dictionary<string, double[]> ours, Dictionary<string, double[]> theirs, Func<double[], double[], double, double> measure)
    {
        if (!ours.Keys.Order().SequenceEqual(theirs.Keys.Order()) || ours.Any(p => p.Value.Length != theirs[p.Key].Length))
            return double.PositiveInfinity;
        // What is 0 but for rounding (a shift before a normalization has no gradient) must not be the measure of itself.
        double least = Math.Max(1e-12, Negligible * theirs.Max(p => p.Value.Max(Math.Abs)));
        // Written so that a NaN on one side counts.
        return ours.Select(p => measure(p.Value, theirs[p.Key], least)).Select(d => double.IsNaN(d) ? double.PositiveInfinity : d).Max();
    }

    private static double LargestDifference(double[] a, double[] b, double least)
    {
        double scale = least, worst = 0;
        for (int i = 0; i < a.Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(b[i]));
            worst = Math.Max(worst, Math.Abs(a[i] - b[i]));
        }
        return worst / scale;
    }

    private static double Norm(double[] a, double[] b, double least)
    {
        double difference = 0, whole = 0;
        for (int i = 0; i < a.Length; i++)
        {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            whole += b[i] * b[i];
        }
        return Math.Sqrt(difference) / Math.Max(Math.Sqrt(whole), least * Math.Sqrt(a.Length));
    }

    private static Dictionary<string, double[]> Numbers(Dictionary<string, NumpyArray> arrays)
        => arrays.ToDictionary(p => p.Key, p => p.Value.ConvertTo<double>());

    private static double[] Numbers(Tensor tensor)
        => tensor.DType == DType.Int64 ? Array.ConvertAll(tensor.ToArray<long>(), v => (double)v) : Array.ConvertAll(tensor.ToArray<float>(), v => (double)v);
}
