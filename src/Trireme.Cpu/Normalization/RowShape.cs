namespace Trireme.Cpu.Normalization;

/// <summary>
/// Rows of memory that are normalized each by itself: a row is <see cref="Channels"/> runs of <see cref="Inner"/> numbers; a run has one scale
/// and bias, those of channel (row % <see cref="Period"/>) · Channels + run.
/// </summary>
internal readonly record struct RowShape(int Rows, int Channels, int Inner, int Period)
{
    public int Length => Channels * Inner;

    public static RowShape Of(Shape x, int beginNormAxis, int groups)
        => groups == 0
            ? new RowShape((int)x[..beginNormAxis].Numel, (int)x[beginNormAxis..].Numel, 1, 1)
            : new RowShape(x[0] * groups, x[1] / groups, (int)x[2..].Numel, groups);
}
