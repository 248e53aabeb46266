using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Regularizers;

namespace Trireme.Static;

/// <summary>
/// Describes a weight of a program that is computed of two parameters, its direction v and its size g: w = g · v / |v|. Both are trained in the place of w.
/// </summary>
/// <remarks>
/// Mirrors paddle.static.WeightNormParamAttr; Salimans and Kingma 2016. The parameters are called as the weight, with <c>_v</c> and <c>_g</c>
/// behind; g begins as |v|, so that w begins as v. Layers that run eagerly have paddle.nn.utils.weight_norm in its place.
/// </remarks>
public sealed class WeightNormParamAttr : ParamAttr
{
    /// <summary>Describes a weight.</summary>
    /// <param name="dim">The axis whose slices have sizes of their own; one size for all where null.</param>
    /// <param name="name">The weight's name; made unique from the layer's where null.</param>
    /// <param name="initializer">How v, and with it w, is made; the layer's default where null.</param>
    /// <param name="learningRate">A factor on the optimizer's rate, for both.</param>
    /// <param name="regularizer">The penalty of both; the optimizer's where null.</param>
    /// <param name="trainable">Whether they have gradients.</param>
    /// <param name="doModelAverage">Whether averages of a program's parameters include them.</param>
    /// <param name="needClip">Whether gradient clipping includes them.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="learningRate"/> is negative, infinite or NaN.</exception>
    public WeightNormParamAttr(int? dim = null, string? name = null, Initializer? initializer = null, double learningRate = 1.0,
        WeightDecayRegularizer? regularizer = null, bool trainable = true, bool doModelAverage = false, bool needClip = true)
        : base(name, initializer, learningRate, regularizer, trainable, doModelAverage, needClip)
        => Dim = dim;

    /// <summary>The axis whose slices have sizes of their own, or null.</summary>
    public int? Dim { get; }
}
