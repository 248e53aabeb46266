using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>
/// A formula over operands of which some are stretched. Dimensions that all operands treat alike are joined first. One step over lanes takes rows as they are;
/// of longer formulas a long innermost dimension runs in place, and with a short one stretched operands are written out tile by tile.
/// </summary>
/// <remarks>The operands lie in the frame of the caller, which outlasts the loop.</remarks>
internal readonly unsafe struct BroadcastLoop<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    // Elements of a row from which on a step costs more than to begin it, of a formula of one and of more.
    private const int FewLanes = 8, LongRun = 1024;

    private readonly TileRunner<T> _tiles;
    private readonly StretchedDims _dims;
    private readonly Operand<T>* _operands;
    private readonly byte* _target;
    private readonly int _perRow;

    private BroadcastLoop(TileRunner<T> tiles, StretchedDims dims, Operand<T>* operands, byte* target)
    {
        _tiles = tiles;
        _dims = dims;
        _operands = operands;
        _target = target;
        _perRow = (dims.Inner + TileRunner<T>.Tile - 1) / TileRunner<T>.Tile;
    }

    public static void Run(TileRunner<T> tiles, Operand<T>* operands, KernelContext k, byte* target)
    {
        StretchedDims dims = k.TryGetKept(out StretchedDims kept) ? kept : k.Keep(DimsOf(k));
        var loop = new BroadcastLoop<T>(tiles, dims, operands, target);
        int cost = tiles.Program.Cost, tile = TileRunner<T>.Tile;
        if (tiles.IsLaneStep && dims.Inner >= FewLanes)
            Workers.For(dims.Rows * loop._perRow, (long)Math.Min(tile, dims.Inner) * cost, new LaneBody(loop));
        else if (dims.Inner >= LongRun)
            Workers.For(dims.Rows * loop._perRow, (long)Math.Min(tile, dims.Inner) * cost, new RowBody(loop));
        else
            Workers.ForChunks(dims.Rows * dims.Inner, tile, cost + 2, new TileBody(loop));
    }

    private static StretchedDims DimsOf(KernelContext k)
    {
        var shapes = new Shape[k.InputCount];
        for (int i = 0; i < shapes.Length; i++)
            shapes[i] = k.InMetaAt(i).Shape;
        return new StretchedDims(k.OutMetaAt(0).Shape, shapes);
    }

    // Unit i is the part i mod perRow of row i / perRow.
    private (int Row, int From) Place(int unit)
    {
        int row = unit / _perRow;
        return (row, (unit - (row * _perRow)) * TileRunner<T>.Tile);
    }

    // What an operand has from a column of a row on.
    private Operand<T> Part(int input, int row, int from)
    {
        bool moves = _dims.InnerStride(input) != 0;
        return new Operand<T>(_operands[input].Start + _dims.RowOffset(input, row) + (moves ? from : 0), !moves);
    }

    // Rows that lie alike are taken together.
    private readonly struct LaneBody(BroadcastLoop<T> loop) : IRangeBody
    {
        public void Run(int start, int end)
        {
            FormulaProgram.Step step = loop._tiles.Program.Steps[0];
            int inner = loop._dims.Inner;
            for (int unit = start, rows; unit < end; unit += rows)
            {
                (int row, int from) = loop.Place(unit);
                rows = loop._perRow > 1 ? 1 : Math.Min(end - unit, loop._dims.RowsAlike(row));
                LaneSteps.RunRows(step.Kind, Operand(step.A, row, from), Operand(step.B, row, from), Operand(step.C, row, from),
                    (float*)loop._target + ((long)row * inner) + from, inner, rows, Math.Min(TileRunner<T>.Tile, inner - from), loop._tiles.Streams);
            }
            if (loop._tiles.Streams)
                StreamingCopy.Complete();
        }

        private RowOperand Operand(int value, int row, int from)
        {
            if (value < 0)
                return default;
            Operand<T> part = loop.Part(value, row, from);
            return new RowOperand((float*)part.Start, (nint)loop._dims.RowStride(value), part.IsScalar);
        }
    }

    // Units one by one.
    private readonly struct RowBody(BroadcastLoop<T> loop) : IRangeBody
    {
        public void Run(int start, int end)
        {
            int inputs = loop._tiles.Inputs, inner = loop._dims.Inner;
            Operand<T>* operands = stackalloc Operand<T>[inputs];
            for (int unit = start; unit < end; unit++)
            {
                (int row, int from) = loop.Place(unit);
                for (int i = 0; i < inputs; i++)
                    operands[i] = loop.Part(i, row, from);
                byte* goal = loop._target + ((((long)row * inner) + from) * loop._tiles.ResultSize);
                loop._tiles.Run(operands, goal, Math.Min(TileRunner<T>.Tile, inner - from));
            }
            if (loop._tiles.Streams)
                StreamingCopy.Complete();
        }
    }

    private readonly struct TileBody(BroadcastLoop<T> loop) : IRangeBody
    {
        public void Run(int start, int end)
        {
            int inputs = loop._tiles.Inputs, n = end - start;
            Operand<T>* operands = stackalloc Operand<T>[inputs];
            T* scratch = Scratch.Get<T>(Scratch.Slot.WrittenOut, (long)inputs * n);
            for (int i = 0; i < inputs; i++)
            {
                T* from = loop._operands[i].Start;
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
