using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trireme.Cpu;

/// <summary>What is done to one matrix of a batch.</summary>
internal unsafe interface IMatrixJob
{
    /// <summary>Handles the matrix of that number; <paramref name="work"/> is memory of the length that was asked for.</summary>
    void Run<L>(int matrix, double* work) where L : struct, ILanes<L, double>;
}

/// <summary>What of a matrix is read.</summary>
internal enum MatrixPart
{
    All,
    Lower,
    Upper,
}

/// <summary>Goes through the matrices of a batch, each computed in double precision.</summary>
internal static unsafe class MatrixBatch
{
    // Rows whose elements are written side by side when a matrix is transposed: one cache line of the result.
    private const int TileRows = 8;

    private const int TileColumns = 64;

    public static int Count(Shape shape) => (int)shape[..^2].Numel;

    /// <summary>Runs the job for every matrix, those of a batch shared out over the threads.</summary>
    /// <param name="count">How many matrices.</param>
    /// <param name="cost">About how many operations one takes.</param>
    /// <param name="length">How many numbers of working memory one needs.</param>
    /// <param name="job">The work.</param>
    public static void ForEach<TJob>(int count, long cost, long length, TJob job)
        where TJob : struct, IMatrixJob
    {
        var body = new Widths<TJob> { Count = count, Cost = Math.Max(1, cost), Length = length, Job = job };
        DoubleLanes.Run(ref body);
    }

    /// <summary>Rows without gaps as numbers of double precision, <paramref name="pitch"/> elements apart.</summary>
    public static void Load<T>(T* source, int rows, int columns, double* target, int pitch)
        where T : unmanaged, INumber<T>
        => Convert(source, columns, rows, columns, target, pitch);

    /// <summary>What <see cref="Load"/> loaded, or what became of it, as numbers of type T without gaps.</summary>
    public static void Store<T>(double* source, int pitch, int rows, int columns, T* target)
        where T : unmanaged, INumber<T>
        => Convert(source, pitch, rows, columns, target, columns);

    /// <summary>
    /// target[j, i] = source[i, j] for a source of so many rows and columns; of a triangle of the source at least that, where the rest is not wanted.
    /// </summary>
    public static void Transpose<TSource, TTarget>(
        TSource* source, int sourcePitch, int rows, int columns, TTarget* target, int targetPitch, MatrixPart part = MatrixPart.All)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, INumber<TTarget>
    {
        if (rows < TileRows || columns < TileRows)
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                    target[((nint)j * targetPitch) + i] = TTarget.CreateTruncating(source[((nint)i * sourcePitch) + j]);
            }
            return;
        }
        Workers.For((rows + TileRows - 1) / TileRows, TileRows * (long)columns / 2, new TransposeBody<TSource, TTarget>
        {
            Source = source,
            SourcePitch = sourcePitch,
            Rows = rows,
            Columns = columns,
            Target = target,
            TargetPitch = targetPitch,
            Part = part,
        });
    }

    [MethodImpl(Compiled.Alone)]
    private static void Convert<TSource, TTarget>(TSource* source, int sourcePitch, int rows, int columns, TTarget* target, int targetPitch)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, INumber<TTarget>
    {
        for (int row = 0; row < rows; row++)
        {
            int i = 0;
            if (typeof(TSource) == typeof(TTarget))
            {
                new Span<TSource>(source, columns).CopyTo(new Span<TSource>(target, columns));
                i = columns;
            }
            else if (typeof(TSource) == typeof(float))
            {
                for (; i <= columns - Vector256<float>.Count; i += Vector256<float>.Count)
                {
                    (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.Load((float*)source + i));
                    lower.Store((double*)target + i);
                    upper.Store((double*)target + i + Vector256<double>.Count);
                }
            }
            else
            {
                for (; i <= columns - Vector256<float>.Count; i += Vector256<float>.Count)
                {
                    double* numbers = (double*)source + i;
                    Vector256.Narrow(Vector256.Load(numbers), Vector256.Load(numbers + Vector256<double>.Count)).Store((float*)target + i);
                }
            }
            for (; i < columns; i++)
                target[i] = TTarget.CreateTruncating(source[i]);
            source += sourcePitch;
            target += targetPitch;
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Turn<T>(T* source, nint pitch, int rows, int columns, T* target, int targetPitch)
        where T : unmanaged
    {
        T* behind = source + columns;
        for (; rows == TileRows && source < behind; source++)
        {
            T* lower = source + (4 * pitch);
            target[0] = source[0];
            target[1] = source[pitch];
            target[2] = source[2 * pitch];
            target[3] = source[3 * pitch];
            target[4] = lower[0];
            target[5] = lower[pitch];
            target[6] = lower[2 * pitch];
            target[7] = lower[3 * pitch];
            target += targetPitch;
        }
        for (; source < behind; source++)
        {
            for (int i = 0; i < rows; i++)
                target[i] = source[i * pitch];
            target += targetPitch;
        }
    }

    private struct Widths<TJob> : ILaneBody<double>
        where TJob : struct, IMatrixJob
    {
        public int Count;
        public long Cost, Length;
        public TJob Job;

        public readonly void Run<L>()
            where L : struct, ILanes<L, double>
            => Workers.For(Count, Cost, new Loop<L, TJob> { Length = Length, Bits = LaneWidth.Bits, Job = Job });
    }

    private struct Loop<L, TJob> : IRangeBody
        where L : struct, ILanes<L, double>
        where TJob : struct, IMatrixJob
    {
        public long Length;
        public int Bits;
        public TJob Job;

        public void Run(int start, int end)
        {
            // The matrix products inside choose their width themselves: it is to be that of the thread that asked.
            using var width = LaneWidth.Force(Bits);
            double* work = Scratch.Get<double>(Scratch.Slot.Decomposition, Length);
            try
            {
                for (int i = start; i < end; i++)
                    Job.Run<L>(i, work);
            }
            finally
            {
                Scratch.Release(Scratch.Slot.Decomposition);
            }
        }
    }

    private struct TransposeBody<TSource, TTarget> : IRangeBody
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, INumber<TTarget>
    {
        public TSource* Source;
        public TTarget* Target;
        public int SourcePitch, TargetPitch, Rows, Columns;
        public MatrixPart Part;

        [SkipLocalsInit]
        public readonly void Run(int start, int end)
        {
            // Numbers are converted next to each other, whole vectors at once: before they are turned or after.
            double* buffer = stackalloc double[TileRows * TileColumns];
            for (int tile = start; tile < end; tile++)
            {
                int first = tile * TileRows, rows = Math.Min(TileRows, Rows - first);
                int to = Part == MatrixPart.Lower ? Math.Min(Columns, first + rows) : Columns;
                for (int column = Part == MatrixPart.Upper ? first : 0; column < to; column += TileColumns)
                {
                    int columns = Math.Min(TileColumns, to - column);
                    TSource* source = Source + ((nint)first * SourcePitch) + column;
                    TTarget* target = Target + first + ((nint)column * TargetPitch);
                    if (typeof(TSource) == typeof(TTarget))
                    {
                        Turn(source, SourcePitch, rows, columns, (TSource*)target, TargetPitch);
                    }
                    else if (typeof(TSource) == typeof(double))
                    {
                        Turn((double*)source, SourcePitch, rows, columns, buffer, TileRows);
                        Convert(buffer, TileRows, columns, rows, target, TargetPitch);
                    }
                    else
                    {
                        Convert(source, SourcePitch, rows, columns, buffer, TileColumns);
                        Turn(buffer, TileColumns, rows, columns, (double*)target, TargetPitch);
                    }
                }
            }
        }
    }
}
