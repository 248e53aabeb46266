using System.Numerics;

namespace Trireme.Cpu;

/// <summary>Which of the ways to multiply suits the sizes.</summary>
internal static unsafe partial class Gemm
{
    // Up to this many rows the time goes into reading B once, and laying it out would double it.
    private const int FewRows = 16;

    // The same for a B stored column after column, where laying out means transposing. Adding up the lanes of a dot product at its
    // end is worth it for many rows only where the products are long.
    private const int FewDots = 4, FewLongDots = 40, LongDot = 128;

    // Up to so many rows B is read where it lies: laying out its panels first would cost more than their rows being far apart does. Fewer where rows of a panel take
    // three cache lines instead of two and B does not stay in a second-level cache; fewer as well where tiles have six rows and so read it more often.
    internal const int LineBytes = 64;
    private const int FewRowsInPlace = 512, FewRowsInPlaceSplit = 64, FewRowsOfLowTiles = 20, FewRowsOfLowTilesKept = 200;
    private const long SecondLevelBytes = 1 << 20;

    // Up to this many columns most of a tile's vectors would be empty.
    private const int FewColumns = 16;

    // Columns beyond whole panels that are dot products of their own.
    private const int RestColumns = 2;

    // Up to here those columns are shared out with the others; as a product of their own they would have to wait.
    private const long RestBeside = 1 << 20;

    // Up to so many steps and bytes, and with so many rows for each step, a product is little more than writing the result: B is laid out as a whole and the
    // result, where its rows are long, written row after row.
    private const int FewSteps = 64, RowsForEachStep = 4, LongRow = 256;
    private const long SmallOperand = 1 << 18;

    private static void Multiply<T, S>(in Problem<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        if (IsTrivial(p))
            return;
        if (p.N <= FewColumns && p.N < p.M)
            Skinny<T, S>(p.Transposed());
        else if (p.M <= (p.BColumn == 1 ? FewRows : p.K < LongDot ? FewDots : FewLongDots))
            Skinny<T, S>(p);
        else if (p.N % BlockedGemm.PanelColumns<T>() is var rest and > 0 and <= RestColumns && p.N > rest)
        {
            // A panel for so few columns would cost half as much as a full one.
            if (p.Cost <= RestBeside)
            {
                Whole<T, S>(p.Columns(0, p.N - rest), rest);
                return;
            }
            Multiply<T, S>(p.Columns(0, p.N - rest));
            Multiply<T, S>(p.Columns(p.N - rest, rest));
        }
        else if (p.K <= FewSteps && p.M >= RowsForEachStep * p.K && p.N >= LongRow && (long)p.K * p.N * sizeof(T) <= SmallOperand)
        {
            T* panels = Scratch.Get<T>(Scratch.Slot.Operand, ReadyPanels<T>.Length(p.K, p.N));
            ReadyPanels<T>.LayOut(p.B, p.BRow, p.BColumn, p.K, p.N, panels);
            Blocked<T, S, ReadyPanels<T>>(p, new ReadyPanels<T>(panels, p.N), false);
        }
        else
        {
            Whole<T, S>(p, 0);
        }
    }

    private static void Whole<T, S>(in Problem<T> p, int restColumns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        long rowBytes = p.BRow * sizeof(T);
        bool isKept = rowBytes * p.K <= SecondLevelBytes;
        int mostRows = LaneWidth.Bits < 512
            ? (isKept ? FewRowsOfLowTilesKept : FewRowsOfLowTiles)
            : (isKept || rowBytes % LineBytes == 0 ? FewRowsInPlace : FewRowsInPlaceSplit);
        bool inPlace = p.BColumn == 1 && p.M <= mostRows;
        // Columns that two panels compute are written twice, with the same bits: only where nothing is read from there in between.
        bool overlaps = inPlace && p.Beta == T.Zero && p.Epilogue.IsNone && BlockedGemm.KBlock(p.K) == p.K && p.N >= BlockedGemm.PanelColumns<T>();
        var body = new BlockedBody<T, MatrixPanels<T>>(p, new MatrixPanels<T>(p.B, p.BRow, p.BColumn, inPlace), PacksA(p), restColumns, overlaps);
        S.Run(ref body);
    }

    private static void Skinny<T, S>(in Problem<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        var body = new SkinnyBody<T>(p);
        S.Run(ref body);
    }

    /// <summary>A product of few rows.</summary>
    internal static void RunSkinny<L, T>(in Problem<T> p)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (RowGemm.Handles(p))
            RowGemm.Run<L, T>(p);
        else if (p.BColumn == 1)
            StreamGemm.Run<L, T>(p);
        else
            DotGemm.Run<L, T>(p);
    }

    private static void Blocked<T, S, TB>(in Problem<T> p, TB b, bool packA)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
        where TB : struct, IPanels<T>
    {
        var body = new BlockedBody<T, TB>(p, b, packA, 0, false);
        S.Run(ref body);
    }

    /// <summary>Whether A is laid out in panels first: not worth it where each panel is read only a few times.</summary>
    private static bool PacksA<T>(in Problem<T> p) where T : unmanaged, IBinaryFloatingPointIeee754<T> => p.N > 160;

    /// <summary>Nothing to compute, or nothing to add up: then C is scaled here.</summary>
    private static bool IsTrivial<T>(in Problem<T> p) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (p.M == 0 || p.N == 0)
            return true;
        if (p.K != 0 && p.Alpha != T.Zero)
            return false;
        for (int i = 0; i < p.M; i++)
        {
            for (int j = 0; j < p.N; j++)
            {
                int block = p.BlockColumns == 0 ? 0 : j / p.BlockColumns;
                T* c = p.C + (i * p.CRow) + ((j - (block * p.BlockColumns)) * p.CColumn) + (block * p.BlockStep);
                T v = p.Beta == T.Zero ? T.Zero : p.Beta * *c;
                if (p.Epilogue.RowBias != null)
                    v += p.Epilogue.RowBias[i];
                if (p.Epilogue.ColumnBias != null)
                    v += p.Epilogue.ColumnBias[j];
                *c = p.Epilogue.Relu ? T.Max(v, T.Zero) : v;
            }
        }
        return true;
    }

    private struct SkinnyBody<T>(in Problem<T> p) : ILaneBody<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Problem<T> _p = p;

        public readonly void Run<L>() where L : struct, ILanes<L, T> => RunSkinny<L, T>(_p);
    }

    private struct BlockedBody<T, TB>(in Problem<T> p, TB b, bool packA, int restColumns, bool overlaps) : ILaneBody<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TB : struct, IPanels<T>
    {
        private readonly Problem<T> _p = p;

        public readonly void Run<L>() where L : struct, ILanes<L, T> => BlockedGemm.Run<L, T, TB>(_p, b, packA, restColumns, overlaps);
    }
}
