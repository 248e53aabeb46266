namespace Trireme.Profiling;

/// <summary>The events of one name together.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Type">What part of the work they are.</param>
/// <param name="Shapes">The inputs' shapes that all of them have, where they are told apart by these; else empty.</param>
/// <param name="Calls">How many there are.</param>
/// <param name="Total">Their time, in nanoseconds.</param>
/// <param name="Self">Their time without that of events inside them, in nanoseconds.</param>
/// <param name="Min">The shortest, in nanoseconds.</param>
/// <param name="Max">The longest, in nanoseconds.</param>
/// <param name="Bytes">Tensor memory taken, in bytes.</param>
/// <param name="Flops">Multiplications and additions of matrix products and convolutions; 0 where they are not known.</param>
public sealed record EventStatistics(string Name, TracerEventType Type, string Shapes, int Calls, long Total, long Self, long Min, long Max, long Bytes,
    double Flops)
{
    /// <summary>When the first began, in nanoseconds after the recording did.</summary>
    public long FirstStart { get; init; }

    /// <summary>The mean, in nanoseconds.</summary>
    public double Average => (double)Total / Calls;
}
