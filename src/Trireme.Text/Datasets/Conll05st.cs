using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>Sentences with one verb and the roles of the words around it: the test part of the shared task of 2005, which alone is public.</summary>
/// <remarks>
/// Mirrors paddle.text.Conll05st. A sample is nine int64 arrays as long as the sentence: the words; the words two and one before the verb, the verb, one and
/// two after it (the same number throughout; <c>bos</c> and <c>eos</c> beyond the ends); the predicate; whether the word is one of those five; the role.
/// Words and predicates that are not in their dictionary are 0. Roles are numbered in the order in which the dictionary's file first names them.
/// </remarks>
public sealed class Conll05st : Dataset
{
    private const int Unknown = 0;

    private readonly List<RoleSentence> _sentences;
    private readonly string? _embFile;
    private readonly bool _download;

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive conll05st-tests.tar.gz; null for the cache.</param>
    /// <param name="wordDictFile">The words, one a line; null for the cache.</param>
    /// <param name="verbDictFile">The predicates, one a line; null for the cache.</param>
    /// <param name="targetDictFile">The roles, one a line, as <c>B-A0</c> or <c>I-A0</c>; null for the cache.</param>
    /// <param name="embFile">Vectors for the words; null for the cache. Only <see cref="GetEmbedding"/> looks for it.</param>
    /// <param name="download">Whether files that are neither given nor in the cache are fetched.</param>
    /// <exception cref="InvalidArgumentException">A file is missing.</exception>
    /// <exception cref="InvalidFileException">The archive is damaged or lacks a part, or a role is not in the dictionary.</exception>
    /// <exception cref="DownloadException">No address gave a file.</exception>
    public Conll05st(string? dataFile = null, string? wordDictFile = null, string? verbDictFile = null, string? targetDictFile = null, string? embFile = null,
        bool download = true)
    {
        (_embFile, _download) = (embFile, download);
        DataFile = DatasetSource.PathOf(dataFile, TextFiles.Conll05, download, "Conll05st");
        WordDict = ReadDict(DatasetSource.PathOf(wordDictFile, TextFiles.Conll05Words, download, "Conll05st"));
        PredicateDict = ReadDict(DatasetSource.PathOf(verbDictFile, TextFiles.Conll05Verbs, download, "Conll05st"));
        LabelDict = ReadLabels(DatasetSource.PathOf(targetDictFile, TextFiles.Conll05Targets, download, "Conll05st"));
        _sentences = RoleSentence.Read(DataFile);
        if (_sentences.SelectMany(s => s.Roles).FirstOrDefault(role => !LabelDict.ContainsKey(role)) is { } stranger)
            throw new InvalidFileException(DataFile, 0, $"the role '{stranger}' is not in the dictionary",
                "Give the dictionary of roles that belongs to the archive.");
    }

    /// <summary>The archive read.</summary>
    public string DataFile { get; }

    /// <summary>The number of each word.</summary>
    public IReadOnlyDictionary<string, int> WordDict { get; }

    /// <summary>The number of each predicate.</summary>
    public IReadOnlyDictionary<string, int> PredicateDict { get; }

    /// <summary>The number of each role: <c>B-</c> where it begins, <c>I-</c> where it goes on, <c>O</c>, the last, for none.</summary>
    public IReadOnlyDictionary<string, int> LabelDict { get; }

    /// <inheritdoc/>
    public override int Length => _sentences.Count;

    /// <inheritdoc/>
    public override Sample this[int idx]
    {
        get
        {
            if ((uint)idx >= (uint)Length)
                throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");
            (string[] words, string predicate, string[] roles) = _sentences[idx];
            int verb = Array.IndexOf(roles, RoleSentence.Verb);
            var fields = new List<object?> { WordIndex.Ids(WordDict, words, Unknown) };
            long[] mark = new long[words.Length];
            for (int offset = -2; offset <= 2; offset++)
            {
                int at = verb + offset;
                if (at >= 0 && at < words.Length)
                    mark[at] = 1;
                fields.Add(Throughout(WordDict.GetValueOrDefault(at < 0 ? "bos" : at >= words.Length ? "eos" : words[at], Unknown)));
            }
            fields.Add(Throughout(PredicateDict.GetValueOrDefault(predicate, Unknown)));
            return new Sample([.. fields, mark, roles.Select(role => (long)LabelDict[role]).ToArray()]);

            long[] Throughout(int id)
            {
                long[] ids = new long[words.Length];
                Array.Fill(ids, id);
                return ids;
            }
        }
    }

    /// <summary>The dictionaries of words, predicates and roles.</summary>
    /// <remarks>Mirrors paddle.text.Conll05st.get_dict.</remarks>
    public (IReadOnlyDictionary<string, int> Words, IReadOnlyDictionary<string, int> Predicates, IReadOnlyDictionary<string, int> Labels) GetDict()
        => (WordDict, PredicateDict, LabelDict);

    /// <summary>The path of the file of vectors for the words.</summary>
    /// <exception cref="InvalidArgumentException">The file is missing.</exception>
    /// <exception cref="DownloadException">No address gave it.</exception>
    /// <remarks>Mirrors paddle.text.Conll05st.get_embedding.</remarks>
    public string GetEmbedding() => DatasetSource.PathOf(_embFile, TextFiles.Conll05Embedding, _download, "Conll05st");

    private static Dictionary<string, int> ReadDict(string path)
    {
        var dict = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((int number, string line) in File.ReadLines(path).Index())
            dict[line.Trim()] = number;
        return dict;
    }

    private static Dictionary<string, int> ReadLabels(string path)
    {
        var dict = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string tag in File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 2 && l[0] is 'B' or 'I' && l[1] == '-'))
        {
            if (dict.TryAdd("B-" + tag[2..], dict.Count))
                dict.Add("I-" + tag[2..], dict.Count);
        }
        dict.Add("O", dict.Count);
        return dict;
    }
}
