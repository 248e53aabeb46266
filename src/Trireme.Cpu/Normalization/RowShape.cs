namespace Trireme.Cpu.Normalization;

/// <summary>
/// Rows of memory that are normalized each by itself: a row is <see cref="Channels"/> runs of <see cref="Inner"/> numbers; a run has one scale
/// and bias, those of channel (row % <see cref="Period"/>) · Channels + run.
/// </summary>
internal readonly record struct RowShape(int Rows, int Channels, int Inner, int Period)
{
    // Rows that the second-level cache holds beside what they are made of.
    private const int LongestStreamed = 64 << 10;

    public int Length => Channels * Inner;

    /// <summary>Whether results go past the caches, row by row by way of scratch memory.</summary>
    public bool Streams(int elementSize)
        => Inner == 1 && Length * elementSize <= LongestStreamed && StreamingCopy.Suits((long)Rows * Length * elementSize, Length * elementSize);

    public static RowShape Of(Shape x, int beginNormAxis, int groups)
        => groups == 0
            ? new RowShape((int)x[..beginNormAxis].Numel, (int)x[beginNormAxis..].Numel, 1, 1)
            : new RowShape(x[0] * groups, x[1] / groups, (int)x[2..].Numel, groups);
}
