namespace Trireme.Operators;

/// <summary>Names an operator record as Paddle's program description names it.</summary>
/// <param name="type">The operator type, verbatim, such as <c>conv2d</c>.</param>
/// <param name="slots">
/// Inputs and outputs, verbatim, such as <c>"Input, Filter, Bias? -> Output"</c>. A trailing <c>?</c> marks an optional slot, <c>*</c> one that
/// holds a list, <c>~</c> an output that only the gradient reads and that is never handed to users.
/// </param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpAttribute(string type, string slots) : Attribute
{
    /// <summary>The operator type, verbatim.</summary>
    public string Type { get; } = type;

    /// <summary>The inputs and outputs.</summary>
    public string Slots { get; } = slots;

    /// <summary>The slots whose values the gradient reads, comma-separated. Reading another throws.</summary>
    public string Saves { get; set; } = "";

    /// <summary>Outputs that overwrite an input, as <c>"ParamOut=Param, MomentOut=Moment"</c>.</summary>
    public string InPlace { get; set; } = "";

    /// <summary>An output that shares an input's memory instead of being computed, as <c>"Out=X"</c>; see <see cref="Op.ViewOffset"/>.</summary>
    public string View { get; set; } = "";

    /// <summary>
    /// Whether the operator itself says to which sequences its outputs' rows belong. Others pass on those of their first input that has some, to
    /// outputs with as many rows.
    /// </summary>
    public bool SetsLod { get; set; }

    /// <summary>Why the operator has no gradient; null where it has one.</summary>
    public string? NoGradient { get; set; }
}
