using System.Numerics;

namespace Trireme.Cpu.Elementwise;

/// <summary>A formula over operands that all lie like the result, or are one number; in parallel.</summary>
/// <remarks>The operands lie in the frame of the caller, which outlasts the loop.</remarks>
internal readonly unsafe struct FlatLoop<T>(TileRunner<T> tiles, Operand<T>* operands, byte* target, bool isLarge) : IRangeBody
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    // Tiles that are handed out at a time; a large result in runs that the routines of single steps write past the caches themselves.
    private const int Tiles = 8, LargeTiles = 64;

    public static void Run(TileRunner<T> tiles, Operand<T>* operands, byte* target, int count, bool isLarge)
        => Workers.ForChunks(count, (isLarge ? LargeTiles : Tiles) * TileRunner<T>.Tile, tiles.Program.Cost, new FlatLoop<T>(tiles, operands, target, isLarge));

    public void Run(int start, int end)
    {
        Operand<T>* moved = stackalloc Operand<T>[tiles.Inputs];
        for (int i = 0; i < tiles.Inputs; i++)
        {
            moved[i] = operands[i];
            if (!moved[i].IsScalar)
                moved[i].Start += start;
        }
        tiles.Run(moved, target + ((long)start * tiles.ResultSize), end - start);
        if (isLarge)
            StreamingCopy.Complete();
    }
}
