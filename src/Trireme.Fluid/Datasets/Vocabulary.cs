using Trireme.Text;

namespace Trireme.Fluid.Datasets;

/// <summary>Dictionaries that callers bring.</summary>
internal static class Vocabulary
{
    public static int Unknown(IReadOnlyDictionary<string, int> wordIdx, string name)
    {
        ArgumentNullException.ThrowIfNull(wordIdx);
        return wordIdx.TryGetValue(WordIndex.Unknown, out int unknown) ? unknown
            : throw new InvalidArgumentException($"{name}: the dictionary of {wordIdx.Count} words has no '{WordIndex.Unknown}'.", null,
                "Make it with BuildDict, or add the word.");
    }
}
