namespace Trireme.Cpu.Convolution;

/// <summary>
/// One of Winograd's minimal filters F(n x n, 3 x 3) over vectors of channels (Lavin and Gray 2015, section 4.3), given by the linear maps that
/// <see cref="WinogradTransforms{L, T}"/> applies to columns and to rows.
/// </summary>
/// <remarks>
/// Any n + 1 numbers and ∞ will do as interpolation points. What they are decides how large the maps' factors are, and with these the rounding errors.
/// </remarks>
internal unsafe interface IWinogradTile<L> where L : struct, ILanes<L>
{
    /// <summary>Outputs of a tile in either direction; it takes two more elements, and as many products as elements.</summary>
    static abstract int Size { get; }

    /// <summary>The elements of a line, <paramref name="step"/> floats apart, to factors, <paramref name="pitch"/> apart.</summary>
    static abstract void Input(float* source, nint step, float* target, nint pitch);

    /// <summary>The sums of products of a line to its outputs.</summary>
    static abstract void Output(float* source, nint step, float* target, nint pitch);

    /// <summary>
    /// Nine taps of one vector of filters, at source + tap · step, to factors in both directions: number p goes to target + p · pitch. Three lines of factors are room
    /// enough for what comes between.
    /// </summary>
    static abstract void Filter(float* source, nint step, float* target, nint pitch, float* temporary);
}
