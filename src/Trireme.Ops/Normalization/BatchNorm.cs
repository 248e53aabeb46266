using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    private static readonly string[] NormFormats = ["NC", "NCL", "NCHW", "NCDHW", "NLC", "NHWC", "NDHWC"];

    /// <summary>Batch normalization: (x − mean) / sqrt(variance + epsilon) · weight + bias for each channel.</summary>
    /// <param name="x">[N, C], [N, C, L], [N, C, H, W] or [N, C, D, H, W], or with the channels last.</param>
    /// <param name="runningMean">[C]; updated in place while training.</param>
    /// <param name="runningVar">[C]; updated in place while training.</param>
    /// <param name="weight">[C], or null for 1.</param>
    /// <param name="bias">[C], or null for 0.</param>
    /// <param name="training">Whether the batch's own statistics are used and the running ones updated.</param>
    /// <param name="momentum">new = old · momentum + batch · (1 − momentum); the variance is the biased one.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="dataFormat">NC, NCL, NCHW, NCDHW, NLC, NHWC or NDHWC.</param>
    /// <param name="useGlobalStats">Whether the running statistics are used; the opposite of <paramref name="training"/> where null.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.batch_norm; Ioffe and Szegedy 2015.</remarks>
    public static Tensor BatchNorm(Tensor x, Tensor runningMean, Tensor runningVar, Tensor? weight = null, Tensor? bias = null, bool training = false,
        double momentum = 0.9, double epsilon = 1e-5, string dataFormat = "NCHW", bool? useGlobalStats = null, string? name = null)
    {
        bool last = DataLayout.IsChannelLast("batch_norm", dataFormat, NormFormats);
        // In a program is_test alone says it, so that a program loaded from its file can be trained again.
        if (x.IsSymbolic && !training && useGlobalStats is null)
            return new BatchNormOp((float)momentum, (float)epsilon, true, last ? "NHWC" : "NCHW").Apply5(x, weight, bias, runningMean, runningVar);
        bool global = useGlobalStats ?? !training;
        return new BatchNormOp((float)momentum, (float)epsilon, !training, last ? "NHWC" : "NCHW", global, !global && !training)
            .Apply5(x, weight, bias, runningMean, runningVar);
    }

    private static Tensor Apply5(this Op op, Tensor x, Tensor? weight, Tensor? bias, Tensor mean, Tensor variance)
        => op.ApplyAll(x, weight, bias, mean, variance, default)[0];
}
