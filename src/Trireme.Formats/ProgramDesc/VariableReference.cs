namespace Trireme.Formats.ProgramDesc;

/// <summary>An attribute whose value is computed: it names the variable that holds it.</summary>
/// <param name="Name">Name of a variable of the operator's block or of one around it.</param>
public readonly record struct VariableReference(string Name);
