namespace Trireme;

/// <summary>The call is legal in itself but not in the present state of its object.</summary>
/// <remarks>The counterpart of Paddle's PreconditionNotMet error.</remarks>
public sealed class PreconditionNotMetException : InvalidOperationException
{
    /// <summary>Builds the message from its three parts.</summary>
    /// <param name="what">What is wrong, beginning with the operator's or member's name.</param>
    /// <param name="details">What state was found against what was expected.</param>
    /// <param name="remedy">What to do about it.</param>
    public PreconditionNotMetException(string what, string? details = null, string? remedy = null)
        : base(ErrorText.Compose(what, details, remedy))
    {
    }
}
