namespace Trireme.Formats.ProgramDesc;

/// <summary>An attribute that names another block of the same program, as the body of a loop.</summary>
/// <param name="Index">Position of the block in <see cref="ProgramDescription.Blocks"/>.</param>
public readonly record struct BlockReference(int Index);
