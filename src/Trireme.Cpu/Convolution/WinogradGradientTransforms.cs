using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// What Winograd's F(3x3, 4x4) needs beside the input map of <see cref="WinogradTile4{L}"/>, which is the same for the same points: tiles of four by four
/// output gradients take the place of filters, and the outputs are the nine taps.
/// </summary>
internal static unsafe class WinogradGradientTransforms<L> where L : struct, ILanes<L>
{
    private const float Near = WinogradTile4<L>.Near, Far = WinogradTile4<L>.Far;

    /// <summary>A tile of one vector of channels, element (i, j) at source + i · row + j · column, to factors; number p goes to target + p · pitch.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Gradient(float* source, nint row, nint column, float* target, nint pitch, float* temporary)
    {
        float* half = temporary;
        for (int i = 0; i < 4; i++, source += row, half += 6 * L.Count)
            GradientLine(L.Load(source), L.Load(source + column), L.Load(source + (2 * column)), L.Load(source + (3 * column)), half, L.Count);
        for (int j = 0; j < 6; j++, temporary += L.Count, target += pitch)
        {
            GradientLine(L.Load(temporary), L.Load(temporary + (6 * L.Count)), L.Load(temporary + (12 * L.Count)), L.Load(temporary + (18 * L.Count)),
                target, 6 * pitch);
        }
    }

    /// <summary>Sums of products of one vector of channels, number p at source + p · pitch, to the nine taps, one vector behind the other.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Taps(float* source, nint pitch, float* target, float* temporary)
    {
        float* half = temporary;
        for (int i = 0; i < 6; i++, source += 6 * pitch, half += 3 * L.Count)
        {
            TapLine(L.Load(source), L.Load(source + pitch), L.Load(source + (2 * pitch)), L.Load(source + (3 * pitch)), L.Load(source + (4 * pitch)),
                L.Load(source + (5 * pitch)), half, L.Count);
        }
        for (int j = 0; j < 3; j++, temporary += L.Count, target += L.Count)
        {
            TapLine(L.Load(temporary), L.Load(temporary + (3 * L.Count)), L.Load(temporary + (6 * L.Count)), L.Load(temporary + (9 * L.Count)),
                L.Load(temporary + (12 * L.Count)), L.Load(temporary + (15 * L.Count)), target, 3 * L.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientLine(L g0, L g1, L g2, L g3, float* target, nint pitch)
    {
        const float nearFactor = 1 / (2 * Near * Near * ((Near * Near) - (Far * Far))), farFactor = 1 / (2 * Far * Far * ((Far * Far) - (Near * Near)));
        L outer = L.MulAdd(g2, L.All(Near * Near), g0) * L.All(nearFactor), inner = L.MulAdd(g3, L.All(Near * Near), g1) * L.All(Near * nearFactor);
        L far = L.MulAdd(g2, L.All(Far * Far), g0) * L.All(farFactor), near = L.MulAdd(g3, L.All(Far * Far), g1) * L.All(Far * farFactor);
        (g0 * L.All(1 / (Near * Near * Far * Far))).Store(target);
        (outer + inner).Store(target + pitch);
        (outer - inner).Store(target + (2 * pitch));
        (far + near).Store(target + (3 * pitch));
        (far - near).Store(target + (4 * pitch));
        g3.Store(target + (5 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TapLine(L s0, L s1, L s2, L s3, L s4, L s5, float* target, nint pitch)
    {
        L p = s1 + s2, q = s1 - s2, r = s3 + s4, u = s3 - s4;
        (s0 + p + r).Store(target);
        L.MulAdd(L.All(Far), u, L.All(Near) * q).Store(target + pitch);
        L.MulAdd(L.All(Far * Far), r, L.MulAdd(L.All(Near * Near), p, s5)).Store(target + (2 * pitch));
    }
}
