using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>
/// A formula over operands of which some are stretched. Dimensions that all operands treat alike are joined first. A long innermost
/// dimension runs in place; with a short one, stretched operands are written out tile by tile.
/// </summary>
internal sealed unsafe class BroadcastLoop<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private const int LongRun = 128;

    private readonly TileRunner<T> _tiles;
    private readonly StretchedDims _dims;
    private readonly nint[] _starts;
    private readonly byte* _target;
    private readonly int _perRow, _tile;

    private BroadcastLoop(TileRunner<T> tiles, StretchedDims dims, nint[] starts, byte* target)
    {
        _tiles = tiles;
        _dims = dims;
        _starts = starts;
        _target = target;
        _tile = TileRunner<T>.Tile;
        _perRow = (dims.Inner + _tile - 1) / _tile;
    }

    public static void Run(TileRunner<T> tiles, KernelContext k, Shape result, byte* target)
    {
        var shapes = new Shape[tiles.Inputs];
        var starts = new nint[tiles.Inputs];
        for (int i = 0; i < shapes.Length; i++)
        {
            shapes[i] = k.InMetaAt(i).Shape;
            starts[i] = k.InPointerAt(i);
        }
        var loop = new BroadcastLoop<T>(tiles, new StretchedDims(result, shapes), starts, target);
        int cost = tiles.Program.Cost;
        if (loop._dims.Inner >= LongRun)
            Workers.For(loop._dims.Rows * loop._perRow, (long)Math.Min(loop._tile, loop._dims.Inner) * cost, new RowBody(loop));
        else
            Workers.ForChunks((int)result.Numel, loop._tile, cost + 2, new TileBody(loop));
    }

    // Unit i is the part i mod perRow of row i / perRow.
    private readonly struct RowBody(BroadcastLoop<T> loop) : IRangeBody
    {
        public void Run(int start, int end)
        {
            int inputs = loop._starts.Length, inner = loop._dims.Inner;
            Operand<T>* operands = stackalloc Operand<T>[inputs];
            for (int unit = start; unit < end; unit++)
            {
                int row = unit / loop._perRow, from = (unit - (row * loop._perRow)) * loop._tile;
                for (int i = 0; i < inputs; i++)
                {
                    bool moves = loop._dims.InnerStride(i) != 0;
                    operands[i] = new Operand<T>((T*)loop._starts[i] + loop._dims.RowOffset(i, row) + (moves ? from : 0), !moves);
                }
                byte* goal = loop._target + ((((long)row * inner) + from) * loop._tiles.ResultSize);
                loop._tiles.Run(operands, goal, Math.Min(loop._tile, inner - from));
            }
        }
    }

    private readonly struct TileBody(BroadcastLoop<T> loop) : IRangeBody
    {
        public void Run(int start, int end)
        {
            int inputs = loop._starts.Length, n = end - start;
            Operand<T>* operands = stackalloc Operand<T>[inputs];
            T* scratch = (T*)ThreadScratch.Take(3, inputs * n * sizeof(T));
            for (int i = 0; i < inputs; i++)
            {
                T* from = (T*)loop._starts[i];
                if (loop._dims.IsWhole(i))
                    operands[i] = new Operand<T>(from + start, false);
                else
                    operands[i] = new Operand<T>(WriteOut(i, from, scratch + ((long)i * n), start, n), false);
            }
            loop._tiles.Run(operands, loop._target + ((long)start * loop._tiles.ResultSize), n);
        }

        private T* WriteOut(int input, T* from, T* scratch, int start, int n)
        {
            int inner = loop._dims.Inner, stride = loop._dims.InnerStride(input);
            int row = start / inner, column = start - (row * inner);
            for (int done = 0; done < n; row++, column = 0)
            {
                int run = Math.Min(inner - column, n - done);
                T* source = from + loop._dims.RowOffset(input, row) + (column * stride);
                if (stride == 0)
                    new Span<T>(scratch + done, run).Fill(*source);
                else
                    new ReadOnlySpan<T>(source, run).CopyTo(new Span<T>(scratch + done, run));
                done += run;
            }
            return scratch;
        }
    }
}
