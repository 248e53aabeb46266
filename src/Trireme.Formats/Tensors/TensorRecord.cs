using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Tensors;

/// <summary>A tensor as a file holds it: header and raw elements, little-endian, row-major. At most 2^31 - 1 bytes; larger ones come in chunks.</summary>
/// <param name="Header">Element type, shape, sequence offsets.</param>
/// <param name="Data">The elements; exactly <see cref="TensorHeader.ByteCount"/> bytes.</param>
public sealed record TensorRecord(TensorHeader Header, byte[] Data)
{
    /// <summary>A tensor without sequence offsets.</summary>
    /// <param name="elementType">One of <see cref="ElementTypes"/>.</param>
    /// <param name="dims">Dimensions, outermost first.</param>
    /// <param name="data">The elements.</param>
    public TensorRecord(int elementType, long[] dims, byte[] data)
        : this(new TensorHeader(elementType, dims), data)
    {
    }

    /// <summary>One of <see cref="ElementTypes"/>.</summary>
    public int ElementType => Header.ElementType;

    /// <summary>Dimensions, outermost first.</summary>
    public long[] Dims => Header.Dims;

    /// <summary>Levels of sequence offsets, outermost first.</summary>
    public long[][] Lod => Header.Lod;
}
