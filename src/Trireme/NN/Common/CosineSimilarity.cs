using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The cosine of the angle between vectors along an axis.</summary>
/// <param name="axis">The axis.</param>
/// <param name="eps">Keeps zero vectors from dividing by 0.</param>
/// <remarks>Mirrors paddle.nn.CosineSimilarity.</remarks>
public sealed class CosineSimilarity(int axis = 1, double eps = 1e-8) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.CosineSimilarity(input, label, axis, eps);
}
