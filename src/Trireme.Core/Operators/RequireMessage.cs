using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Trireme.Operators;

/// <summary>Builds the message of <see cref="InferContext.Require(bool, ref RequireMessage, string?)"/> only when the condition fails.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RequireMessage
{
    private DefaultInterpolatedStringHandler _text;
    private readonly bool _wanted;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">Characters outside the holes.</param>
    /// <param name="formattedCount">The number of holes.</param>
    /// <param name="condition">Whether no message is needed.</param>
    /// <param name="wanted">Whether the holes are evaluated.</param>
    public RequireMessage(int literalLength, int formattedCount, bool condition, out bool wanted)
    {
        _wanted = wanted = !condition;
        if (wanted)
            _text = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    internal string Text => _wanted ? _text.ToStringAndClear() : "";

    /// <summary>Called by the compiler.</summary>
    /// <param name="value">Text outside the holes.</param>
    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    /// <summary>Called by the compiler.</summary>
    /// <typeparam name="T">The type of the hole's value.</typeparam>
    /// <param name="value">The hole's value.</param>
    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);
}
