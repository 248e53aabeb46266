using System.Collections.Frozen;

namespace Trireme.Formats.Pir;

/// <summary>The table of operators, PirTable.txt; its first lines say how to read it.</summary>
internal static class PirTable
{
    private static readonly FrozenDictionary<string, PirRow> Rows = Load().ToFrozenDictionary(r => r.Name);

    public static IEnumerable<PirRow> All => Rows.Values;

    /// <summary>The row of an operator; a name with "_" behind it is the form that overwrites its input, which as a value is the same.</summary>
    public static PirRow? Find(string name) => Rows.GetValueOrDefault(name) ?? Rows.GetValueOrDefault(name.TrimEnd('_'));

    private static IEnumerable<PirRow> Load()
    {
        using var reader = new StreamReader(typeof(PirTable).Assembly.GetManifestResourceStream("PirTable.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return PirRow.Parse(line);
        }
    }
}
