namespace Trireme.Cpu;

/// <summary>
/// What a tile sums over: runs of steps, each run as many elements of A and B behind the end of the one before as the skips say. A product of
/// matrices has one run; a gradient over the rows of an image one for each row.
/// </summary>
internal readonly unsafe struct TileSteps(int count, int runs, nint aSkip, nint bSkip)
{
    public int Count { get; } = count;
    public int Runs { get; } = runs;
    public nint ASkip { get; } = aSkip;
    public nint BSkip { get; } = bSkip;

    /// <summary>Steps of the last run.</summary>
    public int LastCount { get; init; } = count;

    /// <summary>How many elements further behind in A the last run begins.</summary>
    public nint LastSkip { get; init; }

    /// <summary>Where each step reads the operand that is read at offsets, if one is.</summary>
    public int* Offsets { get; init; }

    public static implicit operator TileSteps(int count) => new(count, 1, 0, 0);
}
