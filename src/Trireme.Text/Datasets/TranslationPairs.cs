using Trireme.IO;

namespace Trireme.Text;

/// <summary>Sentences and their translations as numbers, and the marks around them.</summary>
internal static class TranslationPairs
{
    public const string Start = "<s>", End = "<e>";

    /// <summary>The number of words without one, in every dictionary of the two data sets.</summary>
    public const int Unknown = 2;

    /// <summary>The two columns of each line that has exactly two.</summary>
    public static IEnumerable<(string[] First, string[] Second)> Columns(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            if (line.Trim().Split('\t') is [var first, var second])
                yield return (Archive.Words(first), Archive.Words(second));
        }
    }

    /// <summary>Three arrays of int64: the source between its marks, the target after the start mark, the target before the end mark.</summary>
    public static Sample SampleOf(string[] source, string[] target, IReadOnlyDictionary<string, int> sourceDict, IReadOnlyDictionary<string, int> targetDict)
    {
        long[] marked = WordIndex.Ids(targetDict, [Start, .. target, End], Unknown);
        return new Sample(WordIndex.Ids(sourceDict, [Start, .. source, End], Unknown), marked[..^1], marked[1..]);
    }

    public static Dictionary<int, string> Reverse(IReadOnlyDictionary<string, int> dict) => dict.ToDictionary(w => w.Value, w => w.Key);
}
