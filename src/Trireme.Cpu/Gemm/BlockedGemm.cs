using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// The product of matrices that are large in every direction: K is cut into blocks, A laid out in panels of one tile's rows, B in
/// panels of one tile's columns just before they are used, so that an inner loop runs over memory from end to end.
/// </summary>
internal static unsafe class BlockedGemm
{
    /// <summary>
    /// Steps of K in one block: a panel of B takes 128 KiB, one of A 56 KiB. Both come from the second-level cache; shorter blocks would fit the
    /// first, but C is read and written once a block, and that costs more.
    /// </summary>
    private const int MaxKBlock = 1024;

    // Packed rows of A that the tiles of one panel of B run through. Laying a panel of B out once more for each group costs more than
    // a second-level cache that the rows outgrow.
    private const int RowsPerGroup = 1344;

    // Vector operations up to which the rows are not cut for the sake of the threads.
    private const int InlineBelow = 1 << 13;

    private const int SmallProduct = 1 << 15;

    // A taller A is multiplied piece by piece, so that its packed copy stays at 8 MiB.
    private const int MaxPackedRows = 4 * RowsPerGroup;

    // Bytes of ready panels that a second-level cache keeps while rows pass by: then C is written row after row, not panel after panel.
    private const long BytesKept = 1 << 18;

    // Up to so many bytes every thread reads the whole of a matrix that stays where it lies.
    private const long BytesReadTwice = 3 << 18;

    public const int PanelBytes = 128;

    /// <summary>Columns of one panel.</summary>
    public static int PanelColumns<T>() where T : unmanaged => PanelBytes / sizeof(T);

    /// <summary>The length of the blocks K is cut into, the last one apart: of K alone, for packed matrices are cut the same way.</summary>
    public static int KBlock(int k)
    {
        int blocks = (k + MaxKBlock - 1) / MaxKBlock;
        return blocks <= 1 ? Math.Max(k, 1) : (((k + blocks - 1) / blocks) + 7) & ~7;
    }

    /// <summary>
    /// With so many columns more behind the last of <paramref name="p"/>, which are dot products. Where the last panel
    /// <paramref name="overlaps"/> the one before, it begins as many columns earlier as it lacks.
    /// </summary>
    public static void Run<L, T, TB>(in Problem<T> p, TB b, bool packA, int restColumns = 0, bool overlaps = false)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TB : struct, IPanels<T>
    {
        if (packA && p.M > MaxPackedRows)
        {
            for (int top = 0; top < p.M; top += MaxPackedRows)
                Run<L, T, TB>(p.Rows(top, Math.Min(MaxPackedRows, p.M - top)), b, packA, restColumns, overlaps);
            return;
        }
        int kBlock = KBlock(p.K), most = Tile.MaxRows<L, T>(), tiles = (p.M + most - 1) / most;
        // A small product is done before a thread that the system delays could be helped out: as many items as threads, each of whole panels.
        bool wholePanels = p.Cost <= SmallProduct && (p.N + PanelColumns<T>() - 1) / PanelColumns<T>() % Workers.Count == 0;
        // A panel that is read where it lies costs no more to read twice. Threads then take rows apart, for between panels they would write to the same lines.
        bool rowsApart = b.AreInPlace && Workers.Count > 1 && tiles >= 2 * Workers.Count && p.Cost > InlineBelow && p.BRow * sizeof(T) * p.K <= BytesReadTwice
            && !(wholePanels && p.CRow * sizeof(T) % Gemm.LineBytes == 0);
        if (rowsApart)
            tiles = (tiles + Workers.Count - 1) / Workers.Count * Workers.Count;
        // As many tiles as the largest ones make, but all of about one height: no thread is left with a sliver.
        int tileRows = (p.M + tiles - 1) / tiles;
        tiles = (p.M + tileRows - 1) / tileRows;
        int panels = (p.N + PanelColumns<T>() - 1) / PanelColumns<T>();
        var body = new Body<L, T, TB> { P = p, B = b, Panels = panels, TileRows = tileRows, RestColumns = restColumns, Overlaps = overlaps };
        // Once for all threads, and for every call of each.
        if (restColumns > 0 && p.BRow != 1)
            body.RestB = DotGemm.Gathered(p.Columns(p.N, restColumns).Transposed());
        if (packA)
            body.PackedA = Scratch.Get<T>(Scratch.Slot.PackedA, ((long)tiles * tileRows * kBlock) + Packing.Slack);
        int groups = (p.M + RowsPerGroup - 1) / RowsPerGroup;
        int wanted = Workers.Count == 1 ? 1 : wholePanels ? panels : 4 * Workers.Count;
        if (rowsApart)
        {
            groups = Math.Max(groups, Workers.Count);
        }
        else if (panels < wanted && p.Cost > InlineBelow)
        {
            // Few panels: the rows are cut finer, so that all threads find work.
            groups = Math.Max(groups, Math.Min((wanted + panels - 1) / panels, tiles));
            body.PanelByPanel = true;
        }
        else if (TB.AreReady && (long)panels * PanelBytes * kBlock <= BytesKept)
        {
            groups = tiles;
        }
        body.Rows = (tiles + groups - 1) / groups * tileRows;
        groups = body.Groups = (p.M + body.Rows - 1) / body.Rows;
        for (int k = 0; k < p.K; k += kBlock)
        {
            body.KStart = k;
            body.KCount = Math.Min(kBlock, p.K - k);
            if (packA)
            {
                var pack = new PackA<T> { P = p, Target = body.PackedA, Rows = tileRows, KStart = k, KCount = body.KCount };
                Workers.For(tiles, (long)body.KCount * tileRows / 2, pack);
            }
            Workers.For(groups * panels, Math.Max(1, (long)body.Rows * Math.Min(p.N, PanelColumns<T>()) * body.KCount / 8), body);
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

    /// <summary>
    /// Items are pairs of a group of rows and a panel of columns. The panels of a tall group follow one another, for its packed rows lie in the
    /// cache; where groups are short, those of one panel do, and the panel is laid out once.
    /// </summary>
    private struct Body<L, T, TB> : IRangeBody
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TB : struct, IPanels<T>
    {
        public Problem<T> P;
        public TB B;
        public T* PackedA, RestB;
        public int Rows, TileRows, Panels, Groups, KStart, KCount, RestColumns;
        public bool PanelByPanel, Overlaps;

        [MethodImpl(Compiled.Alone)]
        public void Run(int start, int end)
        {
            int width = PanelColumns<T>(), vectors = 2 * L.Count, tileRows = TileRows, laidOut = -1;
            T* b = null;
            nint bStride = 0;
            T* buffer = Scratch.Get<T>(Scratch.Slot.PanelB, (long)KBlock(P.K) * width);
            bool first = KStart == 0, last = KStart + KCount == P.K;
            var target = new TileTarget<T>
            {
                Stride = P.CRow,
                Alpha = P.Alpha,
                Beta = first ? P.Beta : T.One,
                Scratch = Scratch.Get<T>(Scratch.Slot.Tile, tileRows * vectors),
            };
            bool plain = P.Alpha == T.One && (target.Beta == T.Zero || target.Beta == T.One) && (!last || P.Epilogue.IsNone);
            target.BlockColumns = P.BlockColumns;
            target.BlockStep = P.BlockStep;
            for (int item = start; item < end; item++)
            {
                (int panel, int group) = PanelByPanel ? (item / Groups, item % Groups) : (item % Panels, item / Panels);
                int column = panel * width, columns = Math.Min(width, P.N - column);
                if (Overlaps && columns % (width / 2) != 0)
                {
                    columns = columns > width / 2 ? width : width / 2;
                    column = P.N - columns;
                }
                int top = group * Rows, bottom = Math.Min(P.M, top + Rows);
                if (panel != laidOut)
                    b = B.Get(KStart, KCount, column, columns, buffer, out bStride);
                laidOut = panel;
                for (int j = 0; j < columns; j += vectors)
                {
                    int at = column + j, block = P.BlockColumns == 0 ? 0 : at / P.BlockColumns;
                    T* c = P.C + (block * P.BlockStep) + (at - (block * P.BlockColumns));
                    target.Columns = Math.Min(vectors, columns - j);
                    target.FirstColumns = P.BlockColumns == 0 ? target.Columns : Math.Min(target.Columns, ((block + 1) * P.BlockColumns) - at);
                    target.IsPlain = plain && target.FirstColumns == target.Columns;
                    GemmEpilogue<T> epilogue = last ? P.Epilogue.FromColumn(column + j) : default;
                    for (int i = top; i < bottom; i += tileRows)
                    {
                        target.C = c + (i * P.CRow);
                        target.Epilogue = epilogue.FromRow(i);
                        int rows = Math.Min(tileRows, bottom - i);
                        if (PackedA != null)
                            Tile.Run<L, T>(rows, KCount, PackedA + ((nint)i * KCount), 1, tileRows, b + j, bStride, target);
                        else
                            Tile.Run<L, T>(rows, KCount, P.A + (i * P.ARow) + (KStart * P.AColumn), P.ARow, P.AColumn, b + j, bStride, target);
                    }
                }
                if (RestColumns > 0 && last && panel == Panels - 1)
                    Rest(top, bottom);
            }
        }

        // Dot products of some rows, with their last panel: what these are computed from, and what they are written to, is then in the cache.
        private readonly void Rest(int top, int bottom)
        {
            Problem<T> rest = P.Rows(top, bottom - top).Columns(P.N, RestColumns).Transposed();
            if (RestB != null)
            {
                rest.A = RestB;
                rest.ARow = P.K;
                rest.AColumn = 1;
            }
            Gemm.RunSkinny<L, T>(rest);
        }
    }
}
