namespace Trireme.Static;

/// <summary>What an executor returns: a variable or its name.</summary>
/// <param name="Name">The variable's name.</param>
public readonly record struct FetchTarget(string Name)
{
    /// <summary>The variable of this name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator FetchTarget(string name) => new(name);

    /// <summary>A variable, as operators on variables return it.</summary>
    /// <param name="variable">The variable.</param>
    public static implicit operator FetchTarget(Tensor variable) => new(variable is Variable v ? v.Latest.Name : variable.Name);
}
