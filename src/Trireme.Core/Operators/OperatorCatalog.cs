namespace Trireme.Operators;

/// <summary>The operators of an assembly, each described when it is first asked for. Generated code derives from it.</summary>
/// <param name="names">A line for each operator: its type, a space, and the full name of its record.</param>
public abstract class OperatorCatalog(string names)
{
    internal string[] Names { get; } = names.Split('\n');

    /// <summary>Describes an operator. Two threads may ask at once; what one of them got is kept.</summary>
    /// <param name="index">The number of its line.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public abstract OpInfo Create(int index);
}
