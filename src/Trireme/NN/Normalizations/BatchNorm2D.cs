namespace Trireme.NN;

/// <summary>Batch normalization over [N, C, H, W]: each channel to mean 0 and variance 1, then scaled and shifted.</summary>
/// <param name="numFeatures">The number of channels.</param>
/// <param name="momentum">How much of the running statistics each step keeps.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="weightAttr">How the scale is made and trained; <c>false</c> for none.</param>
/// <param name="biasAttr">How the shift is made and trained; <c>false</c> for none.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="useGlobalStats">Whether the running statistics are used in training too; by mode where null.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.BatchNorm2D; Ioffe and Szegedy 2015.</remarks>
public sealed class BatchNorm2D(int numFeatures, double momentum = 0.9, double epsilon = 1e-05, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null,
    string dataFormat = "NCHW", bool? useGlobalStats = null, string? name = null)
    : BatchNormLayer(numFeatures, momentum, epsilon, weightAttr, biasAttr, dataFormat, useGlobalStats, name)
{
    private protected override bool Accepts(int rank) => rank == 4;
}
