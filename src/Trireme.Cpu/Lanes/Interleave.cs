using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>What <see cref="ILanes{L}.Zip"/> and <see cref="ILanes{L}.Unzip"/> do with two vectors, done with four.</summary>
internal static class Interleave
{
    /// <summary>Numbers of four vectors by turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (L First, L Second, L Third, L Fourth) Zip<L>(L a, L b, L c, L d) where L : struct, ILanes<L>
    {
        var (ac0, ac1) = L.Zip(a, c);
        var (bd0, bd1) = L.Zip(b, d);
        var (first, second) = L.Zip(ac0, bd0);
        var (third, fourth) = L.Zip(ac1, bd1);
        return (first, second, third, fourth);
    }

    /// <summary>Of numbers that fill four vectors one behind the other every fourth, from the first, second, third and fourth on: what <see cref="Zip"/> puts together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (L A, L B, L C, L D) Unzip<L>(L first, L second, L third, L fourth) where L : struct, ILanes<L>
    {
        var (even0, odd0) = L.Unzip(first, second);
        var (even1, odd1) = L.Unzip(third, fourth);
        var (a, c) = L.Unzip(even0, even1);
        var (b, d) = L.Unzip(odd0, odd1);
        return (a, b, c, d);
    }
}
