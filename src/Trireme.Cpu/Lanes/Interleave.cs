using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>What <see cref="ILanes{L}.Zip"/> does with two vectors, done with four.</summary>
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
}
