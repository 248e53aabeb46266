namespace Trireme;

/// <summary>An argument has a value, shape or dtype that the call cannot take. Nothing has been computed or changed.</summary>
/// <remarks>The counterpart of Paddle's InvalidArgument error.</remarks>
public sealed class InvalidArgumentException : ArgumentException
{
    /// <summary>Builds the message from its three parts.</summary>
    /// <param name="what">What is wrong, beginning with the operator's or member's name.</param>
    /// <param name="details">What came against what was expected: every shape, dtype and value involved.</param>
    /// <param name="remedy">What to do about it.</param>
    public InvalidArgumentException(string what, string? details = null, string? remedy = null)
        : base(ErrorText.Compose(what, details, remedy))
    {
    }
}
