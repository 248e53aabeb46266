namespace Trireme.Formats.ProgramDesc;

/// <summary>Element type and shape of a tensor that a program mentions.</summary>
/// <param name="ElementType">One of <see cref="ElementTypes"/>.</param>
/// <param name="Dims">Dimensions, outermost first; -1 is unknown.</param>
/// <param name="LodLevel">Levels of sequence offsets (level of detail).</param>
public sealed record TensorDescription(int ElementType, long[] Dims, int LodLevel = 0);
