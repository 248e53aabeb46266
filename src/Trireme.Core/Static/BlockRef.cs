namespace Trireme.Static;

/// <summary>An attribute that names another block of the program: the body of a loop.</summary>
/// <param name="Index">The block's number.</param>
public readonly record struct BlockRef(int Index);
