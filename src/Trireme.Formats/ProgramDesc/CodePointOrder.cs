namespace Trireme.Formats.ProgramDesc;

/// <summary>The order in which Python sorts strings, by code point. UTF-16's ordinal order differs above U+FFFF.</summary>
public sealed class CodePointOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static CodePointOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return string.CompareOrdinal(x, y);
        int shorter = Math.Min(x.Length, y.Length);
        for (int i = 0; i < shorter; i++)
        {
            if (x[i] == y[i])
                continue;
            // A surrogate is half of a code point above everything that one unit can say.
            bool highX = char.IsSurrogate(x[i]), highY = char.IsSurrogate(y[i]);
            return highX == highY ? x[i].CompareTo(y[i]) : highX ? 1 : -1;
        }
        return x.Length.CompareTo(y.Length);
    }
}
