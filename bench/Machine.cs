using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Bench;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    public static string Describe(int threads)
        => $"{Processor()}, {Environment.ProcessorCount} processors, {Width()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {threads} {(threads == 1 ? "thread" : "threads")} each{(Clock.CountsProcessorTime ? ", processor time" : "")}";

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        string? line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }

    private static string Width() => Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vectors";
}
