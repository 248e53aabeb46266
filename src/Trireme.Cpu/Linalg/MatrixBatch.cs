using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>What is done to one matrix of a batch.</summary>
internal unsafe interface IMatrixJob
{
    /// <summary>Handles the matrix of that number; <paramref name="work"/> is memory of the length that was asked for.</summary>
    void Run<L>(int matrix, double* work) where L : struct, ILanes<L, double>;
}

/// <summary>Goes through the matrices of a batch, each computed in double precision.</summary>
internal static unsafe class MatrixBatch
{
    // Rows whose elements are written side by side when a matrix is transposed: one cache line of the result.
    private const int TileRows = 8;

    // Shorter rows are converted element by element: a call for each would take longer.
    private const int LongRow = 16;

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

    /// <summary>Rows as numbers of double precision, <paramref name="pitch"/> elements apart.</summary>
    public static void Load<T>(T* source, int rows, int columns, double* target, int pitch)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < rows; i++)
            Convert(source + ((nint)i * columns), target + ((nint)i * pitch), columns);
    }

    /// <summary>What <see cref="Load"/> loaded, or what became of it, as numbers of type T without gaps.</summary>
    public static void Store<T>(double* source, int pitch, int rows, int columns, T* target)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < rows; i++)
            Convert(source + ((nint)i * pitch), target + ((nint)i * columns), columns);
    }

    /// <summary>target[j, i] = source[i, j] for a source of so many rows and columns.</summary>
    public static void Transpose<TSource, TTarget>(TSource* source, int sourcePitch, int rows, int columns, TTarget* target, int targetPitch)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, INumber<TTarget>
        => Workers.For((rows + TileRows - 1) / TileRows, TileRows * (long)columns / 2, new TransposeBody<TSource, TTarget>
        {
            Source = source,
            SourcePitch = sourcePitch,
            Rows = rows,
            Columns = columns,
            Target = target,
            TargetPitch = targetPitch,
        });

    private static void Convert<TSource, TTarget>(TSource* source, TTarget* target, int count)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, INumber<TTarget>
    {
        if (count >= LongRow)
        {
            TensorPrimitives.ConvertTruncating(new ReadOnlySpan<TSource>(source, count), new Span<TTarget>(target, count));
            return;
        }
        for (int i = 0; i < count; i++)
            target[i] = TTarget.CreateTruncating(source[i]);
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
            double* work = Workspace.Get(Length);
            try
            {
                for (int i = start; i < end; i++)
                    Job.Run<L>(i, work);
            }
            finally
            {
                Workspace.Release();
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

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            for (int tile = start; tile < end; tile++)
            {
                int first = tile * TileRows, rows = Math.Min(TileRows, Rows - first);
                TSource* source = Source + ((nint)first * SourcePitch);
                TTarget* target = Target + first;
                for (int j = 0; j < Columns; j++)
                {
                    for (int i = 0; i < rows; i++)
                        target[i] = TTarget.CreateTruncating(source[((nint)i * SourcePitch) + j]);
                    target += TargetPitch;
                }
            }
        }
    }
}
