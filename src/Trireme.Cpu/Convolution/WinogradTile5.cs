using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// F(5x5, 3x3): 49 products give 25 outputs that need 225 otherwise. Of planes that tiles of four cover badly, as those of 14 x 14 and the phases of dilated
/// convolutions, tiles of five leave less over.
/// </summary>
/// <remarks>
/// The points ±1/4, ±7/8, ±7/4 and ∞, found by trying multiples of 1/16: on normally distributed data 1.5e-6 of the root mean square, as the usual F(4x4, 3x3). The
/// sums and products of their squares are floats without rounding.
/// </remarks>
internal readonly unsafe struct WinogradTile5<L> : IWinogradTile<L> where L : struct, ILanes<L>
{
    private const int Outputs = 5, Patch = Outputs + 2;

    // The interpolation points beside ∞, with either sign, and their squares.
    private const float A = 1f / 4, B = 7f / 8, C = 7f / 4;
    private const float A2 = A * A, B2 = B * B, C2 = C * C;

    // What the filters' factors of a point are divided by: the product of its distances to all others.
    private const float FactorA = 1 / (2 * A * (A2 - B2) * (A2 - C2)), FactorB = 1 / (2 * B * (B2 - A2) * (B2 - C2)), FactorC = 1 / (2 * C * (C2 - A2) * (C2 - B2));

    public static int Size => Outputs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* source, nint step, float* target, nint pitch)
    {
        L d0 = L.Load(source), d1 = L.Load(source + step), d2 = L.Load(source + (2 * step)), d3 = L.Load(source + (3 * step));
        L d4 = L.Load(source + (4 * step)), d5 = L.Load(source + (5 * step)), d6 = L.Load(source + (6 * step));
        InputPair(d0, d1, d2, d3, d4, d5, A, B2 + C2, B2 * C2, target, pitch);
        InputPair(d0, d1, d2, d3, d4, d5, B, A2 + C2, A2 * C2, target + (2 * pitch), pitch);
        InputPair(d0, d1, d2, d3, d4, d5, C, A2 + B2, A2 * B2, target + (4 * pitch), pitch);
        L sum = L.All(-A2 - B2 - C2), pairs = L.All((A2 * B2) + (A2 * C2) + (B2 * C2)), product = L.All(-A2 * B2 * C2);
        L.MulAdd(product, d0, L.MulAdd(pairs, d2, L.MulAdd(sum, d4, d6))).Store(target + (6 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* source, nint step, float* target, nint pitch)
    {
        L s0 = L.Load(source), s1 = L.Load(source + step), s2 = L.Load(source + (2 * step)), s3 = L.Load(source + (3 * step));
        L s4 = L.Load(source + (4 * step)), s5 = L.Load(source + (5 * step));
        L p = s0 + s1, q = s0 - s1, r = s2 + s3, u = s2 - s3, v = s4 + s5, w = s4 - s5;
        (p + r + v).Store(target);
        L.MulAdd(L.All(C), w, L.MulAdd(L.All(B), u, L.All(A) * q)).Store(target + pitch);
        L.MulAdd(L.All(C2), v, L.MulAdd(L.All(B2), r, L.All(A2) * p)).Store(target + (2 * pitch));
        L.MulAdd(L.All(C2 * C), w, L.MulAdd(L.All(B2 * B), u, L.All(A2 * A) * q)).Store(target + (3 * pitch));
        L.MulAdd(L.All(C2 * C2), v, L.MulAdd(L.All(B2 * B2), r, L.MulAdd(L.All(A2 * A2), p, L.Load(source + (6 * step))))).Store(target + (4 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Filter(float* source, nint step, float* target, nint pitch, float* temporary)
    {
        for (int i = 0; i < 3; i++, source += 3 * step)
            FilterLine(source, step, temporary + (i * Patch * L.Count), L.Count);
        for (int j = 0; j < Patch; j++, temporary += L.Count, target += pitch)
            FilterLine(temporary, Patch * L.Count, target, Patch * pitch);
    }

    // The factors of a point and of its negative, from the sum and the product of the squares of the other points.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputPair(L d0, L d1, L d2, L d3, L d4, L d5, float point, float sum, float product, float* target, nint pitch)
    {
        L odd = L.MulAdd(L.All(product), d1, L.MulAdd(L.All(-sum), d3, d5)), even = L.MulAdd(L.All(product), d0, L.MulAdd(L.All(-sum), d2, d4));
        L.MulAdd(L.All(point), even, odd).Store(target);
        L.MulAdd(L.All(-point), even, odd).Store(target + pitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FilterLine(float* source, nint step, float* target, nint pitch)
    {
        L g0 = L.Load(source), g1 = L.Load(source + step), g2 = L.Load(source + (2 * step));
        FilterPair(g0, g1, g2, A, FactorA, target, pitch);
        FilterPair(g0, g1, g2, B, FactorB, target + (2 * pitch), pitch);
        FilterPair(g0, g1, g2, C, FactorC, target + (4 * pitch), pitch);
        g2.Store(target + (6 * pitch));
    }

    // The factors of a point and of its negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FilterPair(L g0, L g1, L g2, float point, float factor, float* target, nint pitch)
    {
        L outer = L.MulAdd(g2, L.All(point * point), g0) * L.All(factor), inner = g1 * L.All(point * factor);
        (inner + outer).Store(target);
        (inner - outer).Store(target + pitch);
    }
}
