using Trireme.Static;

namespace Trireme.Fluid;

/// <summary>A tensor whose rows belong to sequences of different lengths. It is a <see cref="Tensor"/>: it can be fed and computed with.</summary>
/// <remarks>Mirrors fluid.LoDTensor. Empty at first: <c>Shape</c> is [0].</remarks>
public sealed class LoDTensor : Tensor
{
    /// <summary>An empty tensor without sequences.</summary>
    public LoDTensor()
        : this(Allocate([0], DType.Float32))
    {
    }

    private LoDTensor(Tensor empty)
        : base(empty.Storage, 0, empty.Shape, empty.DType)
        => empty.Storage.AddOwner();

    /// <summary>Takes the values, the shape and the element type of a tensor; the sequences stay as they are.</summary>
    /// <param name="array">The tensor; its values are copied.</param>
    /// <param name="place">Where the values are to lie; the CPU where null.</param>
    /// <remarks>Mirrors fluid.LoDTensor.set.</remarks>
    public void Set(Tensor array, Place? place = null)
    {
        ArgumentNullException.ThrowIfNull(array);
        Rebind(array.Copy());
    }

    /// <summary>Takes the values, the shape and the element type of an array; the sequences stay as they are.</summary>
    /// <param name="array">Numbers or bools; they are copied.</param>
    /// <param name="place">Where the values are to lie; the CPU where null.</param>
    /// <exception cref="InvalidArgumentException">The elements are no numbers, or nested arrays differ in length.</exception>
    /// <remarks>Mirrors fluid.LoDTensor.set.</remarks>
    public void Set(Array array, Place? place = null)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        Rebind(Paddle.ToTensor(array));
    }

    /// <summary>The offsets of the sequences; no level where there are none.</summary>
    /// <remarks>Mirrors fluid.LoDTensor.lod.</remarks>
    public new LodLists Lod() => new(base.Lod?.ToOffsets() ?? []);

    /// <summary>The lengths of the sequences; no level where there are none.</summary>
    /// <remarks>Mirrors fluid.LoDTensor.recursive_sequence_lengths.</remarks>
    public LodLists RecursiveSequenceLengths() => new(base.Lod?.RecursiveSequenceLengths() ?? []);

    /// <summary>Describes the sequences by offsets, outermost level first.</summary>
    /// <param name="lod">A list for each level, from 0 to the number of sequences of the level below, or of rows; no list for no sequences.</param>
    /// <exception cref="InvalidArgumentException">The levels do not fit together, or not the number of rows.</exception>
    /// <remarks>Mirrors fluid.LoDTensor.set_lod.</remarks>
    public void SetLod(IReadOnlyList<IReadOnlyList<int>> lod)
    {
        ArgumentNullException.ThrowIfNull(lod);
        Take(lod.Count == 0 ? null : Trireme.Lod.FromOffsets([.. lod]), "SetLod");
    }

    /// <summary>Describes the sequences by their lengths, outermost level first.</summary>
    /// <param name="recursiveSequenceLengths">A list for each level; no list for no sequences.</param>
    /// <exception cref="InvalidArgumentException">The levels do not fit together, or not the number of rows.</exception>
    /// <remarks>Mirrors fluid.LoDTensor.set_recursive_sequence_lengths.</remarks>
    public void SetRecursiveSequenceLengths(IReadOnlyList<IReadOnlyList<int>> recursiveSequenceLengths)
    {
        ArgumentNullException.ThrowIfNull(recursiveSequenceLengths);
        Take(recursiveSequenceLengths.Count == 0 ? null : Trireme.Lod.FromLengths([.. recursiveSequenceLengths]), "SetRecursiveSequenceLengths");
    }

    /// <summary>Whether the sequences cover exactly the rows there are; true where there are none.</summary>
    /// <remarks>Mirrors fluid.LoDTensor.has_valid_recursive_sequence_lengths.</remarks>
    public bool HasValidRecursiveSequenceLengths() => base.Lod is not { } lod || Covers(lod);

    private bool Covers(Lod lod) => Shape.Rank > 0 && lod.RowCount == Shape[0];

    private void Take(Lod? lod, string member)
    {
        if (lod is not null && !Covers(lod))
        {
            throw new InvalidArgumentException($"{member}: the sequences do not cover the rows.",
                $"They cover {lod.RowCount} rows ({lod}); the tensor is {Shape}.",
                "Set the values first; the last offset must be the number of rows.");
        }
        base.Lod = lod;
    }
}
