namespace Trireme.Formats.Pir;

/// <summary>A result of an operator: its number, by which others name it, and its type.</summary>
internal readonly record struct PirValue(int Number, PirType Type);
