namespace Trireme.Formats.Tensors;

/// <summary>Receives the elements of a tensor piece by piece as they are read, so that they are held only once, where they belong.</summary>
/// <param name="name">The tensor's name; empty for a file of one tensor.</param>
/// <param name="header">Element type, shape, sequence offsets; the same object for every piece of one tensor.</param>
/// <param name="offset">Bytes from the first element; pieces come in order without gaps.</param>
/// <param name="bytes">The piece, of up to 64 KiB; empty only for a tensor without elements. It is valid during the call only.</param>
public delegate void TensorChunk(string name, TensorHeader header, long offset, ReadOnlySpan<byte> bytes);
