namespace Trireme.Operators;

/// <summary>Gives an operator's attribute the name it has in Paddle, where that is not the snake case of the property.</summary>
/// <param name="name">The attribute's name, verbatim.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AttrAttribute(string name) : Attribute
{
    /// <summary>The attribute's name, verbatim.</summary>
    public string Name { get; } = name;
}
