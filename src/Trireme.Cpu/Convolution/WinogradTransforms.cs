using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>The maps of a <see cref="IWinogradTile{L}"/> applied to both directions of vectors of tiles or filters.</summary>
internal static unsafe class WinogradTransforms<L, T>
    where L : struct, ILanes<L>
    where T : struct, IWinogradTile<L>
{
    /// <summary>Products of one tile.</summary>
    public static int Products => Patch * Patch;

    /// <summary>Floats of working memory that <see cref="Output"/> needs.</summary>
    public static int OutputFloats => (Patch + T.Size) * T.Size * L.Count;

    /// <summary>Elements that the outputs of a tile need in either direction.</summary>
    private static int Patch => T.Size + 2;

    /// <summary>
    /// The second half of the way from patches to factors: result j of the transformed row i stands at source + (Patch i + j) · sourcePitch, factor number p goes
    /// to target + p · pitch.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void InputColumns(float* source, nint sourcePitch, float* target, nint pitch)
    {
        for (int j = 0; j < Patch; j++, source += sourcePitch, target += pitch)
            T.Input(source, Patch * sourcePitch, target, Patch * pitch);
    }

    /// <summary>
    /// Sums of products of one vector of tiles to outputs: sum number p stands at source + p · pitch; row i of the tiles, their outputs one after the other, goes
    /// to target + i · rowPitch.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void Output(float* source, nint pitch, float* target, nint rowPitch, float* temporary)
    {
        int size = T.Size;
        float* columns = temporary + (Patch * size * L.Count);
        for (int i = 0; i < Patch; i++)
            T.Output(source + (i * Patch * pitch), pitch, temporary + (i * size * L.Count), L.Count);
        for (int j = 0; j < size; j++)
            T.Output(temporary + (j * L.Count), size * L.Count, columns + (j * L.Count), size * L.Count);
        for (int i = 0; i < size; i++)
            T.Join(columns + (i * size * L.Count), target + (i * rowPitch));
    }

    /// <summary>Nine taps of one vector of filters, at source + tap · step, to factors; the first <paramref name="count"/> of number p go to target + p · pitch.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Filter(float* source, nint step, int count, float* target, nint pitch)
    {
        if (count == L.Count)
            T.Filter(source, step, target, pitch);
        else
            FilterFirst(source, step, count, target, pitch);
    }

    [SkipLocalsInit]
    [MethodImpl(Compiled.Alone)]
    private static void FilterFirst(float* source, nint step, int count, float* target, nint pitch)
    {
        float* whole = stackalloc float[Products * L.Count];
        T.Filter(source, step, whole, L.Count);
        for (int p = 0; p < Products; p++)
            L.Load(whole + (p * L.Count)).StoreFirst(target + (p * pitch), count);
    }
}
