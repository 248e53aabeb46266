using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <content>One number is its own square.</content>
internal readonly unsafe partial struct Lanes1
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<R>(float* from, nint step, R reader, float* to, nint toStep) where R : struct, ILaneReader<Lanes1> => reader.Read(from).Store(to);
}

/// <content>Squares of four: taking rows by turns twice.</content>
internal readonly unsafe partial struct Lanes4
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<R>(float* from, nint step, R reader, float* to, nint toStep) where R : struct, ILaneReader<Lanes4>
    {
        Lanes4 a = reader.Read(from), b = reader.Read(from + step), c = reader.Read(from + (2 * step)), d = reader.Read(from + (3 * step));
        (a, b, c, d) = Interleave.Zip(a, b, c, d);
        a.Store(to);
        b.Store(to + toStep);
        c.Store(to + (2 * toStep));
        d.Store(to + (3 * toStep));
    }
}

/// <content>Squares of eight: squares of four within the halves of four rows, then halves of these.</content>
internal readonly unsafe partial struct Lanes8
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<R>(float* from, nint step, R reader, float* to, nint toStep) where R : struct, ILaneReader<Lanes8>
    {
        if (!Avx.IsSupported)
        {
            LaneSquares.Turn<Lanes8, R>(from, step, reader, to, toStep);
            return;
        }
        float* second = from + (4 * step);
        var (a, b, c, d) = Fours(reader.Read(from), reader.Read(from + step), reader.Read(from + (2 * step)), reader.Read(from + (3 * step)));
        var (e, f, g, h) = Fours(reader.Read(second), reader.Read(second + step), reader.Read(second + (2 * step)), reader.Read(second + (3 * step)));
        Avx.Permute2x128(a, e, 0x20).Store(to);
        Avx.Permute2x128(b, f, 0x20).Store(to + toStep);
        Avx.Permute2x128(c, g, 0x20).Store(to + (2 * toStep));
        Avx.Permute2x128(d, h, 0x20).Store(to + (3 * toStep));
        to += 4 * toStep;
        Avx.Permute2x128(a, e, 0x31).Store(to);
        Avx.Permute2x128(b, f, 0x31).Store(to + toStep);
        Avx.Permute2x128(c, g, 0x31).Store(to + (2 * toStep));
        Avx.Permute2x128(d, h, 0x31).Store(to + (3 * toStep));
    }

    // Number i of each half of the four rows, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> First, Vector256<float> Second, Vector256<float> Third, Vector256<float> Fourth) Fours(Lanes8 a, Lanes8 b, Lanes8 c, Lanes8 d)
    {
        Vector256<double> ab = Avx.UnpackLow(a.Value, b.Value).AsDouble(), cd = Avx.UnpackLow(c.Value, d.Value).AsDouble();
        Vector256<double> abHigh = Avx.UnpackHigh(a.Value, b.Value).AsDouble(), cdHigh = Avx.UnpackHigh(c.Value, d.Value).AsDouble();
        return (Avx.UnpackLow(ab, cd).AsSingle(), Avx.UnpackHigh(ab, cd).AsSingle(), Avx.UnpackLow(abHigh, cdHigh).AsSingle(), Avx.UnpackHigh(abHigh, cdHigh).AsSingle());
    }
}

/// <content>Squares of sixteen: squares of four within the quarters of four rows, then squares of these quarters. All sixteen rows are in registers at once.</content>
internal readonly unsafe partial struct Lanes16
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<R>(float* from, nint step, R reader, float* to, nint toStep) where R : struct, ILaneReader<Lanes16>
    {
        if (!Avx512F.IsSupported)
        {
            LaneSquares.Turn<Lanes16, R>(from, step, reader, to, toStep);
            return;
        }
        nint four = 4 * step;
        float* x = from, y = x + four, z = y + four, w = z + four;
        var (a0, a1, a2, a3) = Fours(reader.Read(x), reader.Read(x + step), reader.Read(x + (2 * step)), reader.Read(x + (3 * step)));
        var (b0, b1, b2, b3) = Fours(reader.Read(y), reader.Read(y + step), reader.Read(y + (2 * step)), reader.Read(y + (3 * step)));
        var (c0, c1, c2, c3) = Fours(reader.Read(z), reader.Read(z + step), reader.Read(z + (2 * step)), reader.Read(z + (3 * step)));
        var (d0, d1, d2, d3) = Fours(reader.Read(w), reader.Read(w + step), reader.Read(w + (2 * step)), reader.Read(w + (3 * step)));
        (a0, b0, c0, d0) = Quarters(a0, b0, c0, d0);
        (a1, b1, c1, d1) = Quarters(a1, b1, c1, d1);
        (a2, b2, c2, d2) = Quarters(a2, b2, c2, d2);
        (a3, b3, c3, d3) = Quarters(a3, b3, c3, d3);
        four = 4 * toStep;
        Store(a0, a1, a2, a3, to, toStep);
        Store(b0, b1, b2, b3, to + four, toStep);
        Store(c0, c1, c2, c3, to + (2 * four), toStep);
        Store(d0, d1, d2, d3, to + (3 * four), toStep);
    }

    // Number i of each quarter of the four rows, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> First, Vector512<float> Second, Vector512<float> Third, Vector512<float> Fourth) Fours(
        Lanes16 a, Lanes16 b, Lanes16 c, Lanes16 d)
    {
        Vector512<double> ab = Avx512F.UnpackLow(a.Value, b.Value).AsDouble(), cd = Avx512F.UnpackLow(c.Value, d.Value).AsDouble();
        Vector512<double> abHigh = Avx512F.UnpackHigh(a.Value, b.Value).AsDouble(), cdHigh = Avx512F.UnpackHigh(c.Value, d.Value).AsDouble();
        return (Avx512F.UnpackLow(ab, cd).AsSingle(), Avx512F.UnpackHigh(ab, cd).AsSingle(),
            Avx512F.UnpackLow(abHigh, cdHigh).AsSingle(), Avx512F.UnpackHigh(abHigh, cdHigh).AsSingle());
    }

    // The first quarters of all four, then the second ones, …
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> First, Vector512<float> Second, Vector512<float> Third, Vector512<float> Fourth) Quarters(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        Vector512<float> ab = Avx512F.Shuffle4x128(a, b, 0x44), cd = Avx512F.Shuffle4x128(c, d, 0x44);
        Vector512<float> abHigh = Avx512F.Shuffle4x128(a, b, 0xEE), cdHigh = Avx512F.Shuffle4x128(c, d, 0xEE);
        return (Avx512F.Shuffle4x128(ab, cd, 0x88), Avx512F.Shuffle4x128(ab, cd, 0xDD), Avx512F.Shuffle4x128(abHigh, cdHigh, 0x88), Avx512F.Shuffle4x128(abHigh, cdHigh, 0xDD));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, nint step)
    {
        a.Store(to);
        b.Store(to + step);
        c.Store(to + (2 * step));
        d.Store(to + (3 * step));
    }
}

/// <summary>The plain twin of <see cref="ILanes{L}.Turn"/>, for registers that the machine lacks.</summary>
internal static unsafe class LaneSquares
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Turn<L, R>(float* from, nint step, R reader, float* to, nint toStep)
        where L : struct, ILanes<L>
        where R : struct, ILaneReader<L>
    {
        float* rows = stackalloc float[L.Count * L.Count];
        for (int i = 0; i < L.Count; i++)
            reader.Read(from + (i * step)).Store(rows + (i * L.Count));
        for (int i = 0; i < L.Count; i++)
        {
            for (int j = 0; j < L.Count; j++)
                to[(i * toStep) + j] = rows[(j * L.Count) + i];
        }
    }
}
