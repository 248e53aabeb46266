using Trireme.Operators;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>What encoder and decoder layers share.</summary>
internal static class FeedForward
{
    /// <summary>linear2(dropout(activation(linear1(x)))).</summary>
    public static Tensor Run(Tensor x, Linear linear1, string activation, Dropout dropout, Linear linear2)
    {
        // A rectifier is applied while the product is still in registers.
        bool fused = activation == "relu" && linear1.Bias is not null && !x.IsSymbolic && x.DType == linear1.Weight.DType;
        Tensor hidden = fused ? FusedGemmEpilogueOp.WithRelu.Apply(x, linear1.Weight, linear1.Bias) : ActivationByName.Apply(activation, linear1.Call(x));
        return linear2.Call(dropout.Call(hidden));
    }

    /// <summary>Refuses an activation that does not exist before a layer is made.</summary>
    public static void CheckActivation(string activation)
    {
        using (Paddle.NoGrad())
            ActivationByName.Apply(activation, Paddle.Zeros([1]));
    }
}
