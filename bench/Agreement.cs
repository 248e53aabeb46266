using Trireme.Formats.Npy;

namespace Trireme.Bench;

/// <summary>Whether both sides computed the same numbers.</summary>
internal static class Agreement
{
    /// <summary>The largest difference of any pair of arrays, relative to the largest value of theirs; infinite where the sizes or names differ.</summary>
    public static double Difference(Dictionary<string, Tensor> ours, Dictionary<string, NumpyArray> theirs)
    {
        if (!ours.Keys.Order().SequenceEqual(theirs.Keys.Order()))
            return double.PositiveInfinity;
        double worst = 0;
        foreach ((string name, Tensor tensor) in ours)
            worst = Math.Max(worst, Difference(tensor, theirs[name]));
        return worst;
    }

    private static double Difference(Tensor ours, NumpyArray theirs)
    {
        if (ours.Size != theirs.Length)
            return double.PositiveInfinity;
        double[] a = Numbers(ours), b = theirs.ConvertTo<double>();
        double scale = 1e-12, worst = 0;
        for (int i = 0; i < a.Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(b[i]));
            // Written so that a NaN on one side counts.
            double difference = Math.Abs(a[i] - b[i]);
            worst = difference <= worst ? worst : double.IsNaN(difference) ? double.PositiveInfinity : difference;
        }
        return worst / scale;
    }

    private static double[] Numbers(Tensor tensor)
        => tensor.DType == DType.Int64 ? Array.ConvertAll(tensor.ToArray<long>(), v => (double)v) : Array.ConvertAll(tensor.ToArray<float>(), v => (double)v);
}
