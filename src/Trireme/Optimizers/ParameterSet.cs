using Trireme.NN;

namespace Trireme.Optimizers;

/// <summary>What an optimizer trains: parameters, or groups of them with settings of their own.</summary>
/// <remarks>Converts from lists of parameters (what <c>layer.Parameters()</c> returns) and of <see cref="ParameterGroup"/>.</remarks>
public sealed class ParameterSet
{
    private ParameterSet(IReadOnlyList<ParameterGroup> groups) => Groups = groups;

    /// <summary>The groups; one with neutral settings where plain parameters were given.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Parameters without settings of their own.</summary>
    /// <param name="parameters">The parameters.</param>
    public static implicit operator ParameterSet(List<Parameter> parameters) => new([new ParameterGroup(parameters.ToArray())]);

    /// <summary>Parameters without settings of their own.</summary>
    /// <param name="parameters">The parameters.</param>
    public static implicit operator ParameterSet(Parameter[] parameters) => new([new ParameterGroup(parameters.ToArray())]);

    /// <summary>Groups of parameters.</summary>
    /// <param name="groups">The groups.</param>
    public static implicit operator ParameterSet(ParameterGroup[] groups) => new(groups.ToArray());

    /// <summary>Groups of parameters.</summary>
    /// <param name="groups">The groups.</param>
    public static implicit operator ParameterSet(List<ParameterGroup> groups) => new(groups.ToArray());
}
