using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>The tiles of a group of <see cref="Winograd"/> in panels of equal numbers, each of which is multiplied at once.</summary>
internal readonly struct TilePanels
{
    public TilePanels(int tiles, int most)
    {
        int panels = (tiles + most - 1) / most;
        Rows = (tiles + panels - 1) / panels;
        Places = panels * Rows;
    }

    /// <summary>Tiles that there is room for.</summary>
    public int Places { get; }

    /// <summary>Tiles of a panel; the last may have fewer.</summary>
    public int Rows { get; }

    /// <summary>Where a tile's vector of some channels stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint At(int tile, int channel, int channels, int lanes)
    {
        (int panel, int row) = Math.DivRem(tile, Rows);
        return ((nint)panel * Rows * channels) + ((nint)channel * Rows) + (row * lanes);
    }
}
