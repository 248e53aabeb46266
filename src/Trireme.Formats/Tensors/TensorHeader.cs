using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Tensors;

/// <summary>What a tensor stream says before the elements come: element type, shape, sequence offsets.</summary>
/// <param name="ElementType">One of <see cref="ElementTypes"/>.</param>
/// <param name="Dims">Dimensions, outermost first, each 0 or more; empty for a single element.</param>
/// <param name="Lod">Levels of sequence offsets, outermost first; each starts with 0 and never falls. Empty for parameters.</param>
public sealed record TensorHeader(int ElementType, long[] Dims, long[][] Lod)
{
    /// <summary>A header without sequence offsets.</summary>
    /// <param name="elementType">One of <see cref="ElementTypes"/>.</param>
    /// <param name="dims">Dimensions, outermost first.</param>
    public TensorHeader(int elementType, long[] dims)
        : this(elementType, dims, [])
    {
    }

    /// <summary>Bytes of all elements.</summary>
    /// <exception cref="InvalidArgumentException">The element type is unknown, a dimension is negative, or there are more than 2^63 - 1 bytes.</exception>
    public long ByteCount => TryByteCount(out long bytes, out string reason)
        ? bytes : throw new InvalidArgumentException($"TensorHeader: {reason}.", ToString(), "Use a known element type and dimensions of 0 or more.");

    /// <summary>Element type and shape, for messages.</summary>
    public override string ToString() => $"{ElementTypes.NameOf(ElementType)} [{string.Join(", ", Dims)}]";

    internal bool TryByteCount(out long bytes, out string reason)
    {
        bytes = 0;
        reason = "";
        if (ElementTypes.SizeOf(ElementType) is not { } size)
        {
            reason = $"{ElementType} is no element type";
            return false;
        }
        UInt128 count = (UInt128)size;
        foreach (long dimension in Dims)
        {
            if (dimension < 0)
            {
                reason = $"the dimension {dimension} in [{string.Join(", ", Dims)}] is negative";
                return false;
            }
        }
        foreach (long dimension in Dims.Contains(0) ? [0] : Dims)
        {
            count *= (UInt128)dimension;
            if (count > long.MaxValue)
            {
                reason = $"the shape [{string.Join(", ", Dims)}] has more bytes than can be counted";
                return false;
            }
        }
        bytes = (long)count;
        return true;
    }
}
