using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>The functions of paddle.fluid itself.</summary>
public static partial class Fluid
{
    /// <summary>A tensor with sequences.</summary>
    /// <param name="data">The values, all sequences after one another; they are copied.</param>
    /// <param name="recursiveSeqLens">The lengths of the sequences, a list for each level, outermost first.</param>
    /// <param name="place">Where the values are to lie; the CPU where null.</param>
    /// <exception cref="InvalidArgumentException">The levels do not fit together, or not the number of rows.</exception>
    /// <remarks>Mirrors fluid.create_lod_tensor.</remarks>
    public static LoDTensor CreateLodTensor(Tensor data, IReadOnlyList<IReadOnlyList<int>> recursiveSeqLens, Place? place = null)
    {
        var tensor = new LoDTensor();
        tensor.Set(data, place);
        tensor.SetRecursiveSequenceLengths(recursiveSeqLens);
        return tensor;
    }

    /// <summary>A tensor with sequences.</summary>
    /// <param name="data">The values, all sequences after one another.</param>
    /// <param name="recursiveSeqLens">The lengths of the sequences, a list for each level, outermost first.</param>
    /// <param name="place">Where the values are to lie; the CPU where null.</param>
    /// <exception cref="InvalidArgumentException">The levels do not fit together, or not the number of rows.</exception>
    /// <remarks>Mirrors fluid.create_lod_tensor.</remarks>
    public static LoDTensor CreateLodTensor(Array data, IReadOnlyList<IReadOnlyList<int>> recursiveSeqLens, Place? place = null)
    {
        var tensor = new LoDTensor();
        tensor.Set(data, place);
        tensor.SetRecursiveSequenceLengths(recursiveSeqLens);
        return tensor;
    }

    /// <summary>A tensor [n, 1] of int64 with the words of sentences.</summary>
    /// <param name="data">The sentences; n is the number of words in all of them.</param>
    /// <param name="recursiveSeqLens">Their lengths, as one level.</param>
    /// <param name="place">Where the values are to lie; the CPU where null.</param>
    /// <exception cref="InvalidArgumentException">The sentences have other lengths.</exception>
    /// <remarks>Mirrors fluid.create_lod_tensor with a list.</remarks>
    public static LoDTensor CreateLodTensor(long[][] data, IReadOnlyList<IReadOnlyList<int>> recursiveSeqLens, Place? place = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recursiveSeqLens);
        if (recursiveSeqLens.Count != 1 || !recursiveSeqLens[0].SequenceEqual(data.Select(s => s.Length)))
        {
            throw new InvalidArgumentException("CreateLodTensor: data and recursiveSeqLens do not match.",
                $"The lengths are {new LodLists(recursiveSeqLens.Select(l => l.ToArray()).ToArray())}; "
                + $"the data has {new LodLists(data.Select(s => s.Length).ToArray())}.");
        }
        long[] words = data.SelectMany(s => s).ToArray();
        return CreateLodTensor(Tensor.From<long>(words, [words.Length, 1]), recursiveSeqLens, place);
    }

    /// <summary>A tensor of random int64 with sequences.</summary>
    /// <param name="recursiveSeqLens">The lengths of the sequences, a list for each level, outermost first.</param>
    /// <param name="baseShape">The dimensions of a row.</param>
    /// <param name="place">Where the values are to lie; the CPU where null.</param>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value, which occurs.</param>
    /// <exception cref="InvalidArgumentException">The levels do not fit together, or <paramref name="high"/> is below <paramref name="low"/>.</exception>
    /// <remarks>Mirrors fluid.create_random_int_lodtensor. <c>Paddle.Seed</c> determines the values.</remarks>
    public static LoDTensor CreateRandomIntLodtensor(IReadOnlyList<IReadOnlyList<int>> recursiveSeqLens, Shape baseShape, Place? place, int low, int high)
    {
        Lod lod = Lod.FromLengths([.. recursiveSeqLens]);
        using Recorder.Mode eager = Recorder.Suspend();
        return CreateLodTensor(Paddle.Randint(low, checked(high + 1), [lod.RowCount, .. baseShape.AsSpan()], DType.Int64), recursiveSeqLens, place);
    }
}
