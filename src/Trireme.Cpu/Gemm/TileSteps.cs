namespace Trireme.Cpu;

/// <summary>
/// What a tile sums over: runs of steps, each run as many elements of A and B behind the end of the one before as the skips say. A product of
/// matrices has one run; a gradient over the rows of an image one for each row.
/// </summary>
internal readonly record struct TileSteps(int Count, int Runs, nint ASkip, nint BSkip)
{
    public static implicit operator TileSteps(int count) => new(count, 1, 0, 0);
}
