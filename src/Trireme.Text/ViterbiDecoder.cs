using Trireme.NN;

namespace Trireme.Text;

/// <summary>Finds the best sequences of tags with transitions it keeps.</summary>
/// <param name="transitions">[tags, tags]: from the row's tag to the column's.</param>
/// <param name="includeBosEosTag">Whether the last tag is that of the start and the one before it that of the end.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.text.ViterbiDecoder.</remarks>
public sealed class ViterbiDecoder(Tensor transitions, bool includeBosEosTag = true, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <summary>The best sequences, with hooks.</summary>
    /// <param name="potentials">How well each tag fits each step, [B, T, tags].</param>
    /// <param name="lengths">The length of each sequence, [B]; int64 or int32.</param>
    /// <returns>The sum of each best sequence, [B], and the sequences, [B, longest]; 0 behind their ends.</returns>
    public new (Tensor Scores, Tensor Paths) Call(Tensor potentials, Tensor lengths)
    {
        Tensor[] results = base.Call([potentials, lengths]);
        return (results[0], results[1]);
    }

    /// <inheritdoc/>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        (Tensor scores, Tensor paths) = Functional.ViterbiDecode(inputs[0], transitions, inputs[1], includeBosEosTag);
        return [scores, paths];
    }
}
