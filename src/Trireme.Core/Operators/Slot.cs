namespace Trireme.Operators;

/// <summary>One input or output of an operator.</summary>
/// <param name="Name">Paddle's name of the slot.</param>
/// <param name="IsList">Whether it holds any number of tensors.</param>
/// <param name="IsOptional">Whether it may be absent.</param>
/// <param name="IsIntermediate">Whether only the gradient reads it.</param>
/// <param name="IsSaved">Whether the tape keeps its values for the gradient.</param>
public sealed record Slot(string Name, bool IsList, bool IsOptional, bool IsIntermediate, bool IsSaved)
{
    internal static Slot[] ParseList(string text, string saves)
    {
        string[] saved = saves.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToArray();

        Slot Parse(string item)
        {
            string name = string.Intern(item.TrimEnd('?', '*', '~'));
            string marks = item[name.Length..];
            return new Slot(name, marks.Contains('*'), marks.Contains('?'), marks.Contains('~'), saved.Contains(name));
        }
    }
}
