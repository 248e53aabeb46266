namespace Trireme.NN;

/// <summary>Cuts every element of every gradient off at two limits.</summary>
/// <param name="max">The upper limit.</param>
/// <param name="min">The lower limit; −<paramref name="max"/> where null.</param>
/// <remarks>Mirrors paddle.nn.ClipGradByValue.</remarks>
public sealed class ClipGradByValue(double max, double? min = null) : ClipGradBase
{
    private readonly double _min = min ?? -Positive(max, "ClipGradByValue: max");

    /// <inheritdoc/>
    protected internal override Tensor[] Clip(Tensor[] grads) => Array.ConvertAll(grads, g => g.Clip(_min, max));
}
