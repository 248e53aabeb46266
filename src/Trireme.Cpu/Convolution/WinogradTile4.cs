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

    public static int GatherFloats(int tiles)
        => (Patch * Patch * PlanePitch(tiles)) + (2 * Patch * StagePitch(tiles)) + (Patch * WholePitch(tiles)) + PhaseRows.Floats<L>(Patch, Outputs * tiles);

    public static void Gather(
        in WinogradTiles tiles, in ConvPass pass, int channel, WinogradSegment* segments, int segmentCount, int count, float* target, nint product, float* memory)
    {
        nint pitch = PlanePitch(count);
        int stagePitch = StagePitch(count);
        float* stage = memory + (Patch * Patch * pitch), line = stage + (2 * Patch * stagePitch), to = memory;
        for (int i = 0, staged = 0; i < segmentCount; i++)
        {
            ref readonly WinogradSegment segment = ref segments[i];
            float* plane = tiles.Plane(pass, channel, segment);
            int together = segment.Together;
            if (together > 1)
            {
                int columns = Outputs * segment.Count, wholePitch = WholePitch(together * segment.Count);
                tiles.StageWhole<L>(plane, segment, together * (columns + Outputs), line, wholePitch);
                for (int part = 0; part < 2; part++)
                {
                    PhaseRows.Split<L>(line + (together * Outputs * part), wholePitch, Patch, together, columns, stage + (Outputs * staged) + (part * stagePitch),
                        2 * stagePitch, columns, line + (Patch * wholePitch));
                }
                staged += (together - 1) * segment.Count;
                i += together - 1;
            }
            else if (staged == 0 && segment.Count > L.Count / 2)
            {
                // Most lanes are in use: no other segment needs to share them.
                tiles.Stage<L>(plane, segment, 0, (Outputs * segment.Count) + Patch - Outputs, stage, stagePitch);
                RowsOf(stage, stagePitch, Outputs, segment.Count, to, pitch);
                to += segment.Count;
                continue;
            }
            else
            {
                // Behind each row follows the same without the first four columns: there stand the last two of every tile, so that the tiles of several segments
                // follow one another without a gap.
                tiles.Stage<L>(plane, segment, 0, Outputs * segment.Count, stage + (Outputs * staged), 2 * stagePitch);
                tiles.Stage<L>(plane, segment, Outputs, Outputs * segment.Count, stage + (Outputs * staged) + stagePitch, 2 * stagePitch);
            }
            staged += segment.Count;
            if (i + 1 == segmentCount || staged % L.Count == 0)
            {
                RowsOf(stage, 2 * stagePitch, stagePitch, staged, to, pitch);
                to += staged;
                staged = 0;
            }
        }
        for (int t = 0; t < count; t += L.Count)
            WinogradTransforms<L, WinogradTile4<L>>.InputColumns(memory + t, pitch, target + t, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* source, nint step, float* target, nint pitch)
    {
        Input(L.Load(source), L.Load(source + step), L.Load(source + (2 * step)), L.Load(source + (3 * step)), L.Load(source + (4 * step)), L.Load(source + (5 * step)),
            target, pitch);
    }

    /// <summary>Six elements in a line to six factors, which go to target + number · pitch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(L d0, L d1, L d2, L d3, L d4, L d5, float* target, nint pitch)
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
    public static void Filter(float* source, nint step, float* target, nint pitch)
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
    public static void Join(float* source, float* target)
        => Join(L.Load(source), L.Load(source + L.Count), L.Load(source + (2 * L.Count)), L.Load(source + (3 * L.Count)), target);

    /// <summary>Writes the numbers of four vectors by turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(L a, L b, L c, L d, float* target)
    {
        var (first, second, third, fourth) = Interleave.Zip(a, b, c, d);
        first.Store(target);
        second.Store(target + L.Count);
        third.Store(target + (2 * L.Count));
        fourth.Store(target + (3 * L.Count));
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

    // Room for the whole vectors that the last tiles of a plane or a row are written as.
    private static int PlanePitch(int tiles) => tiles + (2 * L.Count);

    private static int StagePitch(int tiles) => (Outputs * tiles) + (6 * L.Count);

    private static int WholePitch(int tiles) => (Outputs * tiles) + (PhaseRows.Most * (Outputs + L.Count));

    /// <summary>
    /// Takes the columns of the patches apart, of which the fifth and sixth stand <paramref name="next"/> floats behind the first, and transforms the rows, vectors of
    /// tiles: result j of row i goes to target + (6 i + j) · pitch.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    private static void RowsOf(float* stage, int stagePitch, int next, int tiles, float* target, nint pitch)
    {
        for (int row = 0; row < Patch; row++, stage += stagePitch, target += Patch * pitch)
        {
            for (int t = 0; t < tiles; t += L.Count)
            {
                float* from = stage + ((nint)Outputs * t), last = from + next;
                var (first, second, third, fourth) = Interleave.Unzip(L.Load(from), L.Load(from + L.Count), L.Load(from + (2 * L.Count)), L.Load(from + (3 * L.Count)));
                var (fifth, sixth, _, _) = Interleave.Unzip(L.Load(last), L.Load(last + L.Count), L.Load(last + (2 * L.Count)), L.Load(last + (3 * L.Count)));
                Input(first, second, third, fourth, fifth, sixth, target + t, pitch);
            }
        }
    }
}
