using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The three linear maps of Winograd's F(4x4, 3x3) over vectors of tiles or filters (Lavin and Gray 2015, section 4.3): 36 products give 16 outputs
/// that need 144 otherwise.
/// </summary>
/// <remarks>
/// Any five numbers and ∞ will do as interpolation points. The usual 0, ±1, ±2 have the largest factors and with them the largest rounding errors; 0, ±5/8, ±3/2
/// have less than half of those (on normally distributed data 7e-7 of the root mean square instead of 1.6e-6; sums of products as they stand: 4e-7), and the
/// squares that the input needs are floats without rounding.
/// </remarks>
internal static unsafe class WinogradTransforms<L> where L : struct, ILanes<L>
{
    /// <summary>Products of one tile.</summary>
    public const int Products = 36;

    /// <summary>The interpolation points beside 0 and ∞, with either sign.</summary>
    public const float Near = 5f / 8, Far = 3f / 2;

    /// <summary>
    /// Input patches of one vector of tiles to factors: element (i, j) of the patches stands at source + offsets[6 i + j], factor
    /// number p goes to target + p · pitch.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void Input(float* source, int* offsets, float* target, nint pitch, float* temporary)
    {
        float* half = temporary;
        for (int i = 0; i < 6; i++, offsets += 6, half += 6 * L.Count)
        {
            InputLine(L.Load(source + offsets[0]), L.Load(source + offsets[1]), L.Load(source + offsets[2]), L.Load(source + offsets[3]),
                L.Load(source + offsets[4]), L.Load(source + offsets[5]), half, L.Count);
        }
        InputColumns(temporary, L.Count, target, pitch);
    }

    /// <summary>The second half of it: rows that <see cref="InputLine"/> transformed, result j of row i at source + (6 i + j) · sourcePitch, to factors.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void InputColumns(float* source, nint sourcePitch, float* target, nint pitch)
    {
        nint row = 6 * sourcePitch;
        for (int j = 0; j < 6; j++, source += sourcePitch, target += pitch)
        {
            InputLine(L.Load(source), L.Load(source + row), L.Load(source + (2 * row)), L.Load(source + (3 * row)), L.Load(source + (4 * row)),
                L.Load(source + (5 * row)), target, 6 * pitch);
        }
    }

    /// <summary>
    /// Sums of products of one vector of tiles to outputs: sum number p stands at source + p · pitch; row i of the tiles, four
    /// outputs a tile, goes to target + i · rowPitch.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void Output(float* source, nint pitch, float* target, nint rowPitch, float* temporary)
    {
        float* half = temporary;
        for (int i = 0; i < 6; i++, source += 6 * pitch, half += 4 * L.Count)
        {
            var (a, b, c, d) = OutputLine(L.Load(source), L.Load(source + pitch), L.Load(source + (2 * pitch)), L.Load(source + (3 * pitch)),
                L.Load(source + (4 * pitch)), L.Load(source + (5 * pitch)));
            a.Store(half);
            b.Store(half + L.Count);
            c.Store(half + (2 * L.Count));
            d.Store(half + (3 * L.Count));
        }
        float* columns = temporary + (24 * L.Count);
        for (int j = 0; j < 4; j++, temporary += L.Count, columns += L.Count)
        {
            var (a, b, c, d) = OutputLine(L.Load(temporary), L.Load(temporary + (4 * L.Count)), L.Load(temporary + (8 * L.Count)),
                L.Load(temporary + (12 * L.Count)), L.Load(temporary + (16 * L.Count)), L.Load(temporary + (20 * L.Count)));
            a.Store(columns);
            b.Store(columns + (4 * L.Count));
            c.Store(columns + (8 * L.Count));
            d.Store(columns + (12 * L.Count));
        }
        columns -= 4 * L.Count;
        for (int i = 0; i < 4; i++, columns += 4 * L.Count, target += rowPitch)
        {
            var (even0, even1) = L.Zip(L.Load(columns), L.Load(columns + (2 * L.Count)));
            var (odd0, odd1) = L.Zip(L.Load(columns + L.Count), L.Load(columns + (3 * L.Count)));
            var (first, second) = L.Zip(even0, odd0);
            var (third, fourth) = L.Zip(even1, odd1);
            first.Store(target);
            second.Store(target + L.Count);
            third.Store(target + (2 * L.Count));
            fourth.Store(target + (3 * L.Count));
        }
    }

    /// <summary>Nine taps of one vector of filters, at source + tap · step, to factors; the first <paramref name="count"/> of number p go to target + p · pitch.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Filter(float* source, nint step, int count, float* target, nint pitch)
    {
        var (a0, a1, a2, a3, a4, a5) = FilterLine(L.Load(source), L.Load(source + step), L.Load(source + (2 * step)));
        source += 3 * step;
        var (b0, b1, b2, b3, b4, b5) = FilterLine(L.Load(source), L.Load(source + step), L.Load(source + (2 * step)));
        source += 3 * step;
        var (c0, c1, c2, c3, c4, c5) = FilterLine(L.Load(source), L.Load(source + step), L.Load(source + (2 * step)));
        FilterColumn(a0, b0, c0, count, target, pitch);
        FilterColumn(a1, b1, c1, count, target + pitch, pitch);
        FilterColumn(a2, b2, c2, count, target + (2 * pitch), pitch);
        FilterColumn(a3, b3, c3, count, target + (3 * pitch), pitch);
        FilterColumn(a4, b4, c4, count, target + (4 * pitch), pitch);
        FilterColumn(a5, b5, c5, count, target + (5 * pitch), pitch);
    }

    /// <summary>Six elements in a line to six factors, which go to target + number · pitch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InputLine(L d0, L d1, L d2, L d3, L d4, L d5, float* target, nint pitch)
    {
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
    private static (L A, L B, L C, L D) OutputLine(L s0, L s1, L s2, L s3, L s4, L s5)
    {
        L p = s1 + s2, q = s1 - s2, r = s3 + s4, u = s3 - s4;
        return (s0 + p + r, L.MulAdd(L.All(Far), u, L.All(Near) * q), L.MulAdd(L.All(Far * Far), r, L.All(Near * Near) * p),
            L.MulAdd(L.All(Far * Far * Far), u, L.MulAdd(L.All(Near * Near * Near), q, s5)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (L A, L B, L C, L D, L E, L F) FilterLine(L g0, L g1, L g2)
    {
        const float nearFactor = 1 / (2 * Near * Near * ((Near * Near) - (Far * Far))), farFactor = 1 / (2 * Far * Far * ((Far * Far) - (Near * Near)));
        L outer = L.MulAdd(g2, L.All(Near * Near), g0) * L.All(nearFactor), inner = g1 * L.All(Near * nearFactor);
        L far = L.MulAdd(g2, L.All(Far * Far), g0) * L.All(farFactor), near = g1 * L.All(Far * farFactor);
        return (g0 * L.All(1 / (Near * Near * Far * Far)), outer + inner, outer - inner, far + near, far - near, g2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FilterColumn(L g0, L g1, L g2, int count, float* target, nint pitch)
    {
        var (a, b, c, d, e, f) = FilterLine(g0, g1, g2);
        pitch *= 6;
        if (count == L.Count)
        {
            a.Store(target);
            b.Store(target + pitch);
            c.Store(target + (2 * pitch));
            d.Store(target + (3 * pitch));
            e.Store(target + (4 * pitch));
            f.Store(target + (5 * pitch));
            return;
        }
        a.StoreFirst(target, count);
        b.StoreFirst(target + pitch, count);
        c.StoreFirst(target + (2 * pitch), count);
        d.StoreFirst(target + (3 * pitch), count);
        e.StoreFirst(target + (4 * pitch), count);
        f.StoreFirst(target + (5 * pitch), count);
    }
}
