using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Deals the channels out to groups.</summary>
/// <param name="groups">How many groups.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.ChannelShuffle.</remarks>
public sealed class ChannelShuffle(int groups, string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.ChannelShuffle(input, groups, dataFormat);
}
