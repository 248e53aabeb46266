using System.Numerics;

namespace Trireme.Cpu;

/// <summary>
/// C [m, n] = act(alpha · op(A) · op(B) + beta · C + bias), row-major, where op transposes or not: A is [m, k], or [k, m] with transA; B is
/// [k, n], or [n, k] with transB; ld is the distance between stored rows. C must not overlap the operands. With beta = 0 the old C
/// is not read. The result does not depend on the number of threads.
/// </summary>
internal static unsafe partial class Gemm
{
    /// <summary>Single precision.</summary>
    public static void Run(
        bool transA, bool transB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc,
        GemmEpilogue<float> epilogue = default)
        => Run<float, SingleLanes>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, epilogue);

    /// <summary>Double precision.</summary>
    public static void Run(
        bool transA, bool transB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc,
        GemmEpilogue<double> epilogue = default)
        => Run<double, DoubleLanes>(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, epilogue);

    /// <summary>With a B that was laid out before.</summary>
    public static void Run(
        bool transA, int m, float alpha, float* a, int lda, PackedMatrix<float> b, float beta, float* c, int ldc,
        GemmEpilogue<float> epilogue = default)
        => Run<float, SingleLanes>(transA, m, alpha, a, lda, b, beta, c, ldc, epilogue);

    /// <summary>With a B that was laid out before.</summary>
    public static void Run(
        bool transA, int m, double alpha, double* a, int lda, PackedMatrix<double> b, double beta, double* c, int ldc,
        GemmEpilogue<double> epilogue = default)
        => Run<double, DoubleLanes>(transA, m, alpha, a, lda, b, beta, c, ldc, epilogue);

    /// <summary>
    /// With a B [k, n] that exists only as panels, and a C that may be cut into blocks of columns: block i, of <paramref name="blockColumns"/>
    /// columns, lies i · <paramref name="blockStep"/> elements behind the first. 0 columns: C is whole.
    /// </summary>
    public static void Run<TPanels>(
        bool transA, int m, int n, int k, float* a, int lda, TPanels b, float* c, int ldc, int blockColumns, long blockStep,
        GemmEpilogue<float> epilogue = default)
        where TPanels : struct, IPanels<float>
    {
        RequireMatrix(nameof(a), transA ? k : m, transA ? m : k, lda);
        RequireMatrix(nameof(c), m, blockColumns == 0 ? n : blockColumns, ldc);
        Problem<float> p = Describe(transA, false, m, n, k, 1, a, lda, null, n, 0, c, ldc, epilogue);
        p.BlockColumns = blockColumns;
        p.BlockStep = (nint)blockStep;
        if (!IsTrivial(p))
            Blocked<float, SingleLanes, TPanels>(p, b, PacksA(p));
    }

    /// <summary>A number of products whose operands lie a fixed distance apart; a distance of 0 uses the same matrix for all.</summary>
    public static void RunBatched(
        int batch, bool transA, bool transB, int m, int n, int k, float alpha, float* a, int lda, long strideA, float* b, int ldb, long strideB,
        float beta, float* c, int ldc, long strideC, GemmEpilogue<float> epilogue = default)
        => RunBatched<float, SingleLanes>(
            batch, transA, transB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c, ldc, strideC, epilogue);

    /// <summary>A number of products whose operands lie a fixed distance apart; a distance of 0 uses the same matrix for all.</summary>
    public static void RunBatched(
        int batch, bool transA, bool transB, int m, int n, int k, double alpha, double* a, int lda, long strideA, double* b, int ldb, long strideB,
        double beta, double* c, int ldc, long strideC, GemmEpilogue<double> epilogue = default)
        => RunBatched<double, DoubleLanes>(
            batch, transA, transB, m, n, k, alpha, a, lda, strideA, b, ldb, strideB, beta, c, ldc, strideC, epilogue);

    internal static void RequireMatrix(string name, int rows, int columns, int ld)
    {
        if (rows < 0 || columns < 0)
            throw new ArgumentOutOfRangeException(name, $"gemm: {name} is [{rows}, {columns}]; a size cannot be negative.");
        if (ld < columns)
            throw new ArgumentException($"gemm: rows of {name} [{rows}, {columns}] are {ld} elements apart; they need at least {columns}.", name);
    }

    private static void Run<T, S>(
        bool transA, bool transB, int m, int n, int k, T alpha, T* a, int lda, T* b, int ldb, T beta, T* c, int ldc, GemmEpilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        RequireMatrix(nameof(a), transA ? k : m, transA ? m : k, lda);
        RequireMatrix(nameof(b), transB ? n : k, transB ? k : n, ldb);
        RequireMatrix(nameof(c), m, n, ldc);
        Multiply<T, S>(Describe(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, epilogue));
    }

    private static void Run<T, S>(
        bool transA, int m, T alpha, T* a, int lda, PackedMatrix<T> b, T beta, T* c, int ldc, GemmEpilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        RequireMatrix(nameof(a), transA ? b.K : m, transA ? m : b.K, lda);
        RequireMatrix(nameof(c), m, b.N, ldc);
        Problem<T> p = Describe(transA, false, m, b.N, b.K, alpha, a, lda, null, b.N, beta, c, ldc, epilogue);
        if (!IsTrivial(p))
            Blocked<T, S, ReadyPanels<T>>(p, new ReadyPanels<T>(b.Data, b.N), PacksA(p));
        GC.KeepAlive(b);
    }

    private static void RunBatched<T, S>(
        int batch, bool transA, bool transB, int m, int n, int k, T alpha, T* a, int lda, long strideA, T* b, int ldb, long strideB,
        T beta, T* c, int ldc, long strideC, GemmEpilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        RequireMatrix(nameof(a), transA ? k : m, transA ? m : k, lda);
        RequireMatrix(nameof(b), transB ? n : k, transB ? k : n, ldb);
        RequireMatrix(nameof(c), m, n, ldc);
        Problem<T> p = Describe(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc, epilogue);
        if (TinyGemm.Handles(p) && batch > 1)
        {
            TinyGemm.Run<T, S>(batch, p, (nint)strideA, (nint)strideB, (nint)strideC);
            return;
        }
        var body = new Batch<T, S> { P = p, StrideA = (nint)strideA, StrideB = (nint)strideB, StrideC = (nint)strideC, Bits = LaneWidth.Bits };
        // Products large enough to keep all threads busy are split themselves: the operands of one then share the cache.
        if (batch >= Workers.Count && p.Cost < 1 << 20)
            Workers.For(batch, Math.Max(1, p.Cost), body);
        else
            body.Run(0, batch);
    }

    private static Problem<T> Describe<T>(
        bool transA, bool transB, int m, int n, int k, T alpha, T* a, int lda, T* b, int ldb, T beta, T* c, int ldc, GemmEpilogue<T> epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => new()
        {
            M = m,
            N = n,
            K = k,
            A = a,
            ARow = transA ? 1 : lda,
            AColumn = transA ? lda : 1,
            B = b,
            BRow = transB ? 1 : ldb,
            BColumn = transB ? ldb : 1,
            C = c,
            CRow = ldc,
            CColumn = 1,
            Alpha = alpha,
            Beta = beta,
            Epilogue = epilogue,
        };

    private struct Batch<T, S> : IRangeBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        public Problem<T> P;
        public nint StrideA, StrideB, StrideC;
        public int Bits;

        public void Run(int start, int end)
        {
            // The width is chosen on the thread that asked, and holds for those who help.
            using var width = LaneWidth.Force(Bits);
            for (int i = start; i < end; i++)
            {
                Problem<T> p = P;
                p.A += i * StrideA;
                p.B += i * StrideB;
                p.C += i * StrideC;
                Multiply<T, S>(p);
            }
        }
    }
}
