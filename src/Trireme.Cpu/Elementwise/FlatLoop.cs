using System.Numerics;

namespace Trireme.Cpu.Elementwise;

/// <summary>A formula over operands that all lie like the result, or are one number; in parallel.</summary>
internal sealed unsafe class FlatLoop<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    // How many tiles are handed out at a time.
    private const int Tiles = 8;

    private readonly TileRunner<T> _tiles;
    private readonly Operand<T>[] _operands;
    private readonly byte* _target;
    private readonly int _count;

    public FlatLoop(TileRunner<T> tiles, Operand<T>* operands, int inputs, byte* target, int count)
    {
        _tiles = tiles;
        _operands = new Span<Operand<T>>(operands, inputs).ToArray();
        _target = target;
        _count = count;
    }

    public void Run() => Workers.ForChunks(_count, Tiles * TileRunner<T>.Tile, _tiles.Program.Cost, new Body(this));

    private readonly struct Body(FlatLoop<T> loop) : IRangeBody
    {
        public void Run(int start, int end)
        {
            Operand<T>* moved = stackalloc Operand<T>[loop._operands.Length];
            for (int i = 0; i < loop._operands.Length; i++)
            {
                moved[i] = loop._operands[i];
                if (!moved[i].IsScalar)
                    moved[i].Start += start;
            }
            loop._tiles.Run(moved, loop._target + ((long)start * loop._tiles.ResultSize), end - start);
        }
    }
}
