namespace Trireme.Formats.ProgramDesc;

/// <summary>A number that carries its own type.</summary>
/// <param name="Value">A <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> or <see cref="System.Numerics.Complex"/>.</param>
public readonly record struct ScalarValue(object Value);
