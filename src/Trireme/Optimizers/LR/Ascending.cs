namespace Trireme.Optimizers.LR;

/// <summary>The ascending epochs at which a schedule changes.</summary>
internal static class Ascending
{
    /// <summary>A copy of <paramref name="epochs"/>, which must ascend strictly.</summary>
    internal static int[] Checked(IReadOnlyList<int> epochs, string owner, string name)
    {
        for (int i = 1; i < epochs.Count; i++)
        {
            if (epochs[i] <= epochs[i - 1])
            {
                throw new InvalidArgumentException($"{owner}: {name} must ascend.",
                    $"[{string.Join(", ", epochs)}] has {epochs[i]} after {epochs[i - 1]}.", "Sort them and leave out repetitions.");
            }
        }
        return [.. epochs];
    }

    /// <summary>How many of <paramref name="epochs"/> are at or before <paramref name="epoch"/>.</summary>
    internal static int CountUpTo(int[] epochs, int epoch)
    {
        int at = Array.BinarySearch(epochs, epoch);
        return at >= 0 ? at + 1 : ~at;
    }
}
