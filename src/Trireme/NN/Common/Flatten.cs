namespace Trireme.NN;

/// <summary>Makes one dimension of several.</summary>
/// <param name="startAxis">The first of them.</param>
/// <param name="stopAxis">The last of them.</param>
/// <remarks>Mirrors paddle.nn.Flatten.</remarks>
public sealed class Flatten(int startAxis = 1, int stopAxis = -1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Flatten(startAxis, stopAxis);
}
