namespace Trireme;

/// <summary>An index or a label lies outside the range it must lie in.</summary>
/// <remarks>The counterpart of Paddle's OutOfRange error.</remarks>
public sealed class OutOfRangeException : ArgumentException
{
    /// <summary>Builds the message from its three parts.</summary>
    /// <param name="what">What is wrong, beginning with the operator's or member's name.</param>
    /// <param name="details">The value that came and the range it must lie in.</param>
    /// <param name="remedy">What to do about it.</param>
    public OutOfRangeException(string what, string? details = null, string? remedy = null)
        : base(ErrorText.Compose(what, details, remedy))
    {
    }
}
