namespace Trireme.NN;

/// <summary>Limits gradients before an optimizer uses them.</summary>
/// <remarks>Mirrors the base class of paddle.nn.ClipGradByValue, ClipGradByNorm and ClipGradByGlobalNorm.</remarks>
public abstract class ClipGradBase
{
    /// <summary>The limited gradients, in the same order; parameters that do not take part keep theirs.</summary>
    /// <param name="paramsGrads">Parameters with their gradients.</param>
    public List<(Parameter Param, Tensor Grad)> Call(IReadOnlyList<(Parameter Param, Tensor Grad)> paramsGrads)
    {
        using IDisposable noGrad = Paddle.NoGrad();
        Tensor[] clipped = Clip(paramsGrads.Where(p => p.Param.NeedClip).Select(p => p.Grad).ToArray());
        int next = 0;
        return paramsGrads.Select(p => p.Param.NeedClip ? (p.Param, clipped[next++]) : p).ToList();
    }

    /// <summary>The limited gradients, in the same order.</summary>
    /// <param name="grads">The gradients that take part.</param>
    protected internal abstract Tensor[] Clip(Tensor[] grads);

    private protected static double Positive(double value, string name)
        => double.IsFinite(value) && value > 0 ? value : throw new InvalidArgumentException($"{name} {value} is not usable.", "It must be finite and above 0.");
}
