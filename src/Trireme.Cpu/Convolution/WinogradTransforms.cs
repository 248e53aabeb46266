using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>The maps of a <see cref="IWinogradTile{L}"/> applied to both directions of tiles or filters of one vector of channels.</summary>
internal static unsafe class WinogradTransforms<L, T>
    where L : struct, ILanes<L>
    where T : struct, IWinogradTile<L>
{
    /// <summary>Elements that the outputs of a tile need in either direction.</summary>
    public static int Patch => T.Size + 2;

    /// <summary>Products of one tile.</summary>
    public static int Products => Patch * Patch;

    /// <summary>Floats of working memory that the transforms need.</summary>
    public static int TemporaryFloats => Products * L.Count;

    /// <summary>A patch to factors: element (i, j) stands at source + i · row + j · column, factor number p goes to target + p · pitch.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Input(float* source, nint row, nint column, float* target, nint pitch, float* temporary)
    {
        float* half = temporary;
        for (int j = 0; j < Patch; j++, source += column, half += L.Count)
            T.Input(source, row, half, Patch * L.Count);
        for (int i = 0; i < Patch; i++, temporary += Patch * L.Count, target += Patch * pitch)
            T.Input(temporary, L.Count, target, pitch);
    }

    /// <summary>Sums of products to outputs: sum number p stands at source + p · pitch, output (i, j) goes to target + i · row + j · column.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Output(float* source, nint pitch, float* target, nint row, nint column, float* temporary)
    {
        float* half = temporary;
        for (int i = 0; i < Patch; i++, source += Patch * pitch, half += T.Size * L.Count)
            T.Output(source, pitch, half, L.Count);
        for (int j = 0; j < T.Size; j++, temporary += L.Count, target += column)
            T.Output(temporary, T.Size * L.Count, target, row);
    }

    /// <summary>Nine taps of one vector of filters, at source + tap · step, to factors: number p goes to target + p · pitch.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Filter(float* source, nint step, float* target, nint pitch, float* temporary) => T.Filter(source, step, target, pitch, temporary);
}
