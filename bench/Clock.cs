using System.Diagnostics;

namespace Trireme.Bench;

/// <summary>What seconds are: those on the wall, or those the process spent computing, which other programs on the machine disturb little.</summary>
internal static class Clock
{
    public static bool CountsProcessorTime { get; set; }

    /// <summary>Seconds since some fixed moment.</summary>
    public static double Now => CountsProcessorTime ? Environment.CpuUsage.TotalTime.TotalSeconds : Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    /// <summary>The least that a sample may take for the reading of the clock to cost nothing.</summary>
    public static double SampleSeconds => CountsProcessorTime ? 5e-3 : 5e-4;
}
