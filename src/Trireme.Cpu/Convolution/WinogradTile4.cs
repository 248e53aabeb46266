using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>F(4x4, 3x3): 36 products give 16 outputs that need 144 otherwise.</summary>
/// <remarks>
/// The usual points 0, ±1, ±2 have the largest factors and with them the largest rounding errors; 0, ±5/8, ±3/2 have less than half of those (on normally
/// distributed data 7e-7 of the root mean square instead of 1.6e-6; sums of products as they stand: 4e-7), and the squares that the input needs are floats
/// without rounding.
/// </remarks>
internal readonly unsafe struct WinogradTile4<L> : IWinogradTile<L> where L : struct, ILanes<L>
{
    /// <summary>The interpolation points beside 0 and ∞, with either sign.</summary>
    public const float Near = 5f / 8, Far = 3f / 2;

    private const int Outputs = 4, Patch = Outputs + 2;

    public static int Size => Outputs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* source, nint step, float* target, nint pitch)
    {
        L d0 = L.Load(source), d1 = L.Load(source + step), d2 = L.Load(source + (2 * step)), d3 = L.Load(source + (3 * step));
        L d4 = L.Load(source + (4 * step)), d5 = L.Load(source + (5 * step));
        L nearSquare = L.All(-Near * Near), farSquare = L.All(-Far * Far), product = L.All(Near * Near * Far * Far), sum = L.All(-(Near * Near) - (Far * Far));
        L even = L.MulAdd(farSquare, d2, d4), odd = L.MulAdd(farSquare, d1, d3);
        L evens = L.MulAdd(nearSquare, d2, d4), odds = L.MulAdd(nearSquare, d1, d3);
        L.MulAdd(product, d0, L.MulAdd(sum, d2, d4)).Store(target);
        L.MulAdd(L.All(Near), odd, even).Store(target + pitch);
        L.MulAdd(L.All(-Near), odd, even).Store(target + (2 * pitch));
        L.MulAdd(L.All(Far), odds, evens).Store(target + (3 * pitch));
        L.MulAdd(L.All(-Far), odds, evens).Store(target + (4 * pitch));
        L.MulAdd(product, d1, L.MulAdd(sum, d3, d5)).Store(target + (5 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* source, nint step, float* target, nint pitch)
    {
        L s1 = L.Load(source + step), s2 = L.Load(source + (2 * step)), s3 = L.Load(source + (3 * step)), s4 = L.Load(source + (4 * step));
        L p = s1 + s2, q = s1 - s2, r = s3 + s4, u = s3 - s4;
        (L.Load(source) + p + r).Store(target);
        L.MulAdd(L.All(Far), u, L.All(Near) * q).Store(target + pitch);
        L.MulAdd(L.All(Far * Far), r, L.All(Near * Near) * p).Store(target + (2 * pitch));
        L.MulAdd(L.All(Far * Far * Far), u, L.MulAdd(L.All(Near * Near * Near), q, L.Load(source + (5 * step)))).Store(target + (3 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(float* source, nint step, float* target, nint pitch, float* temporary)
    {
        var (a0, a1, a2, a3, a4, a5) = Filter(L.Load(source), L.Load(source + step), L.Load(source + (2 * step)));
        source += 3 * step;
        var (b0, b1, b2, b3, b4, b5) = Filter(L.Load(source), L.Load(source + step), L.Load(source + (2 * step)));
        source += 3 * step;
        var (c0, c1, c2, c3, c4, c5) = Filter(L.Load(source), L.Load(source + step), L.Load(source + (2 * step)));
        FilterColumn(a0, b0, c0, target, pitch);
        FilterColumn(a1, b1, c1, target + pitch, pitch);
        FilterColumn(a2, b2, c2, target + (2 * pitch), pitch);
        FilterColumn(a3, b3, c3, target + (3 * pitch), pitch);
        FilterColumn(a4, b4, c4, target + (4 * pitch), pitch);
        FilterColumn(a5, b5, c5, target + (5 * pitch), pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (L A, L B, L C, L D, L E, L F) Filter(L g0, L g1, L g2)
    {
        const float nearFactor = 1 / (2 * Near * Near * ((Near * Near) - (Far * Far))), farFactor = 1 / (2 * Far * Far * ((Far * Far) - (Near * Near)));
        L outer = L.MulAdd(g2, L.All(Near * Near), g0) * L.All(nearFactor), inner = g1 * L.All(Near * nearFactor);
        L far = L.MulAdd(g2, L.All(Far * Far), g0) * L.All(farFactor), near = g1 * L.All(Far * farFactor);
        return (g0 * L.All(1 / (Near * Near * Far * Far)), outer + inner, outer - inner, far + near, far - near, g2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FilterColumn(L g0, L g1, L g2, float* target, nint pitch)
    {
        var (a, b, c, d, e, f) = Filter(g0, g1, g2);
        pitch *= Patch;
        a.Store(target);
        b.Store(target + pitch);
        c.Store(target + (2 * pitch));
        d.Store(target + (3 * pitch));
        e.Store(target + (4 * pitch));
        f.Store(target + (5 * pitch));
    }
}
