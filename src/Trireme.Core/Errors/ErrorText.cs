namespace Trireme;

/// <summary>The three parts of every message: what is wrong, what came against what was expected, what to do.</summary>
internal static class ErrorText
{
    public static string Compose(string what, string? details, string? remedy)
    {
        string text = what;
        if (!string.IsNullOrEmpty(details))
            text += "\n  " + details;
        if (!string.IsNullOrEmpty(remedy))
            text += "\n  " + remedy;
        return text;
    }
}
