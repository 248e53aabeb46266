using Trireme.Operators;

namespace Trireme.Static;

/// <summary>Limits the gradient that arrives at a variable, before it goes on to what the variable was computed from.</summary>
/// <remarks>Mirrors fluid.clip.BaseErrorClipAttr. Set it as <see cref="Variable.ErrorClip"/> before the gradients are appended.</remarks>
public abstract class BaseErrorClipAttr
{
    private protected BaseErrorClipAttr()
    {
    }

    /// <summary>The operator that limits a gradient.</summary>
    internal abstract Op Limit { get; }
}
