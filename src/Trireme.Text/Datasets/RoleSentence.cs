using System.IO.Compression;
using Trireme.Formats.Files;

namespace Trireme.Text;

/// <summary>A sentence, one of its predicates, and the role of each word with regard to it.</summary>
internal sealed record RoleSentence(string[] Words, string Predicate, string[] Roles)
{
    /// <summary>The role of the predicate itself.</summary>
    public const string Verb = "B-V";

    private const string WordsFile = "conll05st-release/test.wsj/words/test.wsj.words.gz";
    private const string RolesFile = "conll05st-release/test.wsj/props/test.wsj.props.gz";

    /// <summary>Reads the archive: a sentence for each predicate of each of its sentences.</summary>
    public static List<RoleSentence> Read(string path)
    {
        List<string>? words = null, roles = null;
        Archive.Read(path, (name, content) =>
        {
            if (name is not (WordsFile or RolesFile))
                return;
            using var gzip = new GZipStream(content, CompressionMode.Decompress, leaveOpen: true);
            List<string> lines = Archive.Lines(gzip).ToList();
            if (name == WordsFile)
                words = lines;
            else
                roles = lines;
        });
        if (words is null || roles is null)
            throw new InvalidFileException(path, 0, $"there is no file {(words is null ? WordsFile : RolesFile)} in it",
                "Give the archive as published, conll05st-tests.tar.gz.");
        if (words.Count != roles.Count)
            throw new InvalidFileException(path, 0, $"the file of words has {words.Count} lines, the file of roles {roles.Count}");
        var sentences = new List<RoleSentence>();
        int start = 0;
        for (int i = 0; i <= roles.Count; i++)
        {
            if (i < roles.Count && !string.IsNullOrWhiteSpace(roles[i]))
                continue;
            if (i > start)
                Add(sentences, path, start, words[start..i].Select(w => w.Trim()).ToArray(), roles[start..i].Select(Archive.Words).ToArray());
            start = i + 1;
        }
        return sentences;
    }

    // A line holds the verb or a dash, then one column for each verb of the sentence.
    private static void Add(List<RoleSentence> sentences, string path, int line, string[] words, string[][] columns)
    {
        string[] verbs = columns.Select(c => c[0]).Where(v => v != "-").ToArray();
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Length != verbs.Length + 1)
                throw new InvalidFileException(path, 0,
                    $"line {line + i + 1} of {RolesFile} has {columns[i].Length} columns; its sentence has {verbs.Length} verbs");
        }
        for (int v = 0; v < verbs.Length; v++)
        {
            string[] roles = RolesOf(columns.Select(c => c[v + 1]))
                ?? throw new InvalidFileException(path, 0, $"column {v + 2} of {RolesFile} after line {line} holds a role that is no bracket, or no verb");
            sentences.Add(new RoleSentence(words, verbs[v], roles));
        }
    }

    // "(A0*" opens a role, "*)" closes it, "(V*)" does both, "*" goes on.
    private static string[]? RolesOf(IEnumerable<string> brackets)
    {
        var roles = new List<string>();
        string? open = null;
        foreach (string bracket in brackets)
        {
            int star = bracket.IndexOf('*');
            if (star < 0)
                return null;
            if (bracket[0] == '(')
                roles.Add("B-" + (open = bracket[1..star]));
            else
                roles.Add(open is null ? "O" : "I-" + open);
            if (bracket[^1] == ')')
                open = null;
        }
        return roles.Contains(Verb) ? roles.ToArray() : null;
    }
}
