using System.Collections;

namespace Trireme.Fluid;

/// <summary>Offsets or lengths of sequences, a list for each level, outermost first. Prints as Python prints a list of lists: <c>[[0, 3, 4]]</c>.</summary>
/// <param name="levels">The lists; one for each level.</param>
public sealed class LodLists(params int[][] levels) : IReadOnlyList<int[]>
{
    /// <summary>The number of levels; 0 for a tensor without sequences.</summary>
    public int Count => levels.Length;

    /// <summary>The list of a level.</summary>
    /// <param name="index">0, the outermost, to Count - 1.</param>
    public int[] this[int index] => levels[index];

    /// <summary>Enumerates the lists.</summary>
    public IEnumerator<int[]> GetEnumerator() => ((IEnumerable<int[]>)levels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The lists as Python prints them.</summary>
    public override string ToString() => $"[{string.Join(", ", levels.Select(level => $"[{string.Join(", ", level)}]"))}]";
}
