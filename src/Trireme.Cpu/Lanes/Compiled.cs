using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>How the loops that take the time are compiled.</summary>
internal static class Compiled
{
    /// <summary>
    /// At once with all optimizations, and never into a caller: a caller that is compiled again by what it was seen to do takes such a loop in, and where it takes
    /// in several, the lanes' operations of the last ones are beyond what one method may take in and become calls, twenty times slower.
    /// </summary>
    public const MethodImplOptions Alone = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
