using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// The product of matrices that are large in every direction: K is cut into blocks, A laid out in panels of one tile's rows, B in
/// panels of one tile's columns just before they are used, so that an inner loop runs over memory from end to end.
/// </summary>
internal static unsafe class BlockedGemm
{
    /// <summary>Steps of K in one block: a panel of B takes 48 KiB, one of A 21 KiB.</summary>
    private const int MaxKBlock = 384;

    // Packed rows of A that the tiles of one panel of B run through. Laying a panel of B out once more for each group costs more than
    // a second-level cache that the rows outgrow.
    private const int RowsPerGroup = 1344;

    // A taller A is multiplied piece by piece, so that its packed copy stays at 8 MiB.
    private const int MaxPackedRows = 4 * RowsPerGroup;

    /// <summary>Columns of one panel: 128 bytes' worth.</summary>
    public static int PanelColumns<T>() where T : unmanaged => 128 / sizeof(T);

    /// <summary>The length of the blocks K is cut into, the last one apart: of K alone, for packed matrices are cut the same way.</summary>
    public static int KBlock(int k)
    {
        int blocks = (k + MaxKBlock - 1) / MaxKBlock;
        return blocks <= 1 ? Math.Max(k, 1) : (((k + blocks - 1) / blocks) + 7) & ~7;
    }

    public static void Run<L, T, TB>(in Problem<T> p, TB b, bool packA)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TB : struct, IPanels<T>
    {
        if (packA && p.M > MaxPackedRows)
        {
            for (int top = 0; top < p.M; top += MaxPackedRows)
                Run<L, T, TB>(p.Rows(top, Math.Min(MaxPackedRows, p.M - top)), b, packA);
            return;
        }
        int kBlock = KBlock(p.K), tileRows = Tile.MaxRows<L, T>();
        int rowPanels = (p.M + tileRows - 1) / tileRows, panels = (p.N + PanelColumns<T>() - 1) / PanelColumns<T>();
        var body = new Body<L, T, TB> { P = p, B = b, Panels = panels };
        if (packA)
            body.PackedA = Scratch.Get<T>(Scratch.Slot.PackedA, ((long)rowPanels * tileRows * kBlock) + Packing.Slack);
        int rowGroups = (p.M + RowsPerGroup - 1) / RowsPerGroup, rows = (rowPanels + rowGroups - 1) / rowGroups * tileRows;
        // Few panels: the rows are cut finer, so that all threads find work; a panel of B is then laid out once more for each cut.
        int wanted = Workers.Count == 1 ? 1 : 4 * Workers.Count;
        if (panels < wanted && p.Cost > 1 << 14)
        {
            int perGroup = Math.Max(tileRows, p.M / ((wanted + panels - 1) / panels));
            rows = Math.Min(rows, Math.Max(perGroup, packA ? 96 : tileRows) / tileRows * tileRows);
        }
        body.Rows = rows;
        int groups = (p.M + rows - 1) / rows;
        for (int k = 0; k < p.K; k += kBlock)
        {
            body.KStart = k;
            body.KCount = Math.Min(kBlock, p.K - k);
            if (packA)
            {
                var pack = new PackA<T> { P = p, Target = body.PackedA, Rows = tileRows, KStart = k, KCount = body.KCount };
                Workers.For(rowPanels, (long)body.KCount * tileRows / 2, pack);
            }
            Workers.For(groups * panels, Math.Max(1, (long)rows * Math.Min(p.N, PanelColumns<T>()) * body.KCount / 16), body);
        }
    }

    private struct PackA<T> : IRangeBody where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Problem<T> P;
        public T* Target;
        public int Rows, KStart, KCount;

        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int first = i * Rows;
                Packing.Pack(
                    P.A + (first * P.ARow) + (KStart * P.AColumn), P.AColumn, P.ARow, KCount, Math.Min(Rows, P.M - first),
                    Target + ((nint)first * KCount), Rows);
            }
        }
    }

    /// <summary>Items are (group of rows, panel of columns), the panels of one group one after another.</summary>
    private struct Body<L, T, TB> : IRangeBody
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TB : struct, IPanels<T>
    {
        public Problem<T> P;
        public TB B;
        public T* PackedA;
        public int Rows, Panels, KStart, KCount;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int start, int end)
        {
            int width = PanelColumns<T>(), vectors = 2 * L.Count, tileRows = Tile.MaxRows<L, T>();
            T* buffer = Scratch.Get<T>(Scratch.Slot.PanelB, (long)KBlock(P.K) * width);
            bool first = KStart == 0, last = KStart + KCount == P.K;
            var target = new TileTarget<T>
            {
                Stride = P.CRow,
                Alpha = P.Alpha,
                Beta = first ? P.Beta : T.One,
                Relu = last && P.Epilogue.Relu,
                Scratch = Scratch.Get<T>(Scratch.Slot.Tile, tileRows * vectors),
            };
            target.IsPlain = P.Alpha == T.One && (target.Beta == T.Zero || target.Beta == T.One) && (!last || P.Epilogue.IsNone);
            for (int item = start; item < end; item++)
            {
                int column = item % Panels * width, columns = Math.Min(width, P.N - column);
                int top = item / Panels * Rows, bottom = Math.Min(P.M, top + Rows);
                T* b = B.Get(KStart, KCount, column, columns, buffer, out nint bStride);
                for (int j = 0; j < columns; j += vectors)
                {
                    target.Columns = Math.Min(vectors, columns - j);
                    target.ColumnBias = last && P.Epilogue.ColumnBias != null ? P.Epilogue.ColumnBias + column + j : null;
                    for (int i = top; i < bottom; i += tileRows)
                    {
                        target.C = P.C + (i * P.CRow) + column + j;
                        target.RowBias = last && P.Epilogue.RowBias != null ? P.Epilogue.RowBias + i : null;
                        int rows = Math.Min(tileRows, bottom - i);
                        if (PackedA != null)
                            Tile.Run<L, T>(rows, KCount, PackedA + ((nint)i * KCount), 1, tileRows, b + j, bStride, target);
                        else
                            Tile.Run<L, T>(rows, KCount, P.A + (i * P.ARow) + (KStart * P.AColumn), P.ARow, P.AColumn, b + j, bStride, target);
                    }
                }
            }
        }
    }
}
