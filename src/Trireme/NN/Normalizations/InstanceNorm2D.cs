namespace Trireme.NN;

/// <summary>Normalizes each channel of each example to mean 0 and variance 1, then scales and shifts.</summary>
/// <param name="numFeatures">The number of channels.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">Kept for Paddle's signature; no running statistics are kept.</param>
/// <param name="weightAttr">How the scale is made and trained; <c>false</c> for none.</param>
/// <param name="biasAttr">How the shift is made and trained; <c>false</c> for none.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.InstanceNorm2D; Ulyanov et al. 2016.</remarks>
public sealed class InstanceNorm2D(int numFeatures, double epsilon = 1e-05, double momentum = 0.9, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null,
    string dataFormat = "NCHW", string? name = null)
    : InstanceNormLayer(numFeatures, epsilon, momentum, weightAttr, biasAttr, dataFormat, name);
