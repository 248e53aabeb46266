using Trireme.Operators;

namespace Trireme.Cpu;

/// <summary>The CPU kernels. Loading this assembly registers them; Core does so when the first operator runs.</summary>
public static class CpuBackend
{
    /// <summary>The kernels' number, for the curious: how many operators run on a CPU.</summary>
    public static int KernelCount => OpRegistry.All.Count(i => i.RunsOnCpu);
}
