namespace Trireme.Fluid;

/// <summary>The readers given to <see cref="Reader.Compose(Func{IEnumerable{object}}[])"/> do not have the same number of items.</summary>
/// <remarks>Mirrors paddle.reader.ComposeNotAligned.</remarks>
public sealed class ComposeNotAligned : Exception
{
    /// <summary>Builds the message.</summary>
    /// <param name="items">How many items all readers gave.</param>
    /// <param name="ended">The positions of the readers that ended there.</param>
    /// <param name="readers">How many readers there are.</param>
    public ComposeNotAligned(long items, IReadOnlyList<int> ended, int readers)
        : base($"Compose: outputs of readers are not aligned.\n  After {items} items "
            + $"{(ended.Count == 1 ? "reader" : "readers")} {string.Join(", ", ended)} of {readers} "
            + $"(counted from 0) ended, the others did not.\n  Give readers of one length, or pass checkAlignment: false to stop at the shortest.")
    {
    }
}
