using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>The rows of a table that ids name: x [...] → [..., width].</summary>
    /// <param name="x">Ids, int64 or int32.</param>
    /// <param name="weight">The table, [rows, width].</param>
    /// <param name="paddingIdx">An id whose row comes out as zeros and gets no gradient; a negative one counts from the end.</param>
    /// <param name="sparse">There for Paddle's signature; the gradient is dense either way.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes or element types do not fit, or <paramref name="paddingIdx"/> is no row.</exception>
    /// <exception cref="OutOfRangeException">An id is no row of the table.</exception>
    /// <remarks>Mirrors paddle.nn.functional.embedding.</remarks>
    public static Tensor Embedding(Tensor x, Tensor weight, long? paddingIdx = null, bool sparse = false, string? name = null)
    {
        int rows = weight.Ndim > 0 ? weight.Shape[0] : 0;
        if (paddingIdx is { } given && (given < -rows || given >= rows))
            throw new InvalidArgumentException($"embedding: paddingIdx {given} is outside [{-rows}, {rows - 1}].", $"The table {weight.Shape} has {rows} rows.");
        return new LookupTableOp(paddingIdx is { } padding ? (padding < 0 ? padding + rows : padding) : -1).Apply(weight, x);
    }
}
