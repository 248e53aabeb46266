namespace Trireme.Metrics;

/// <summary>Predictions and labels of a binary classifier as numbers.</summary>
internal static class BinaryPredictions
{
    public static (double[] Preds, long[] Labels) Read(Tensor[] args, string metric)
    {
        if (args.Length < 2 || args[0].Size != args[1].Size)
        {
            throw new InvalidArgumentException($"{metric}.Update: there must be as many labels as predictions.",
                "Shapes: " + string.Join(", ", args.Select(a => a.Shape)) + ".", "Pass probabilities and labels of the same size.");
        }
        return (args[0].Cast(DType.Float64).ToArray<double>(), args[1].Cast(DType.Int64).ToArray<long>());
    }
}
