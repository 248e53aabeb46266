namespace Trireme.Formats.ProgramDesc;

/// <summary>Which revision of an operator's definition a program was written against; an operator that is not listed has version 0.</summary>
/// <param name="Operator">Type of the operator.</param>
/// <param name="Version">1 or more.</param>
public readonly record struct OperatorVersion(string Operator, int Version);
