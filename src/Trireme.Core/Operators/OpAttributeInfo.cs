namespace Trireme.Operators;

/// <summary>One attribute of an operator.</summary>
/// <param name="Name">Paddle's name of the attribute.</param>
/// <param name="Type">The .NET type of the record's property.</param>
/// <param name="Read">Reads the attribute of a record.</param>
public sealed record OpAttributeInfo(string Name, Type Type, Func<Op, object?> Read);
