using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Vision;

/// <summary>
/// Interpolation axis by axis: rows are blended in vectors, the elements of a row are gathered. What gathers fewer elements comes first. The gradient
/// is the same with the maps transposed.
/// </summary>
internal static unsafe class Interpolation<T, S>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where S : struct, ILaneSet<T>
{
    // Rows of one plane that were gathered before any is blended stay in the nearer caches.
    private const int MostGathered = 512 << 10;

    // So do the results of one plane before they are written past the caches.
    private const int MostStreamed = 256 << 10;

    public static void Forward(int planes, AxisMap rows, AxisMap columns, T* x, T* y)
    {
        var call = new Call { Planes = planes, Rows = rows, Columns = columns, X = x, Y = y };
        S.Run(ref call);
    }

    public static void Backward(int planes, AxisMap rows, AxisMap columns, T* dy, T* dx)
        => Forward(planes, rows.Transposed(), columns.Transposed(), dy, dx);

    private struct Call : ILaneBody<T>
    {
        public int Planes;
        public AxisMap Rows, Columns;
        public T* X, Y;

        public readonly void Run<L>() where L : struct, ILanes<L, T>
        {
            bool gathersFirst = Rows.Outputs > Rows.Inputs && (long)Rows.Inputs * Columns.Outputs * sizeof(T) <= MostGathered;
            long outPlane = (long)Rows.Outputs * Columns.Outputs * sizeof(T);
            long cost = 4L * Math.Max(Rows.Outputs, Rows.Inputs) * Math.Max(Columns.Outputs, Columns.Inputs);
            Workers.For(Planes, cost, new Body<L>
            {
                Rows = Rows,
                Weights = Array.ConvertAll(Rows.Weight, T.CreateTruncating),
                Width = Columns.Inputs,
                OutWidth = Columns.Outputs,
                Sampler = new LineSampler<T>(Columns),
                GathersFirst = gathersFirst,
                Streams = outPlane <= MostStreamed && StreamingCopy.Suits(Planes * outPlane, outPlane),
                X = X,
                Y = Y,
            });
        }
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L, T>
    {
        public AxisMap Rows;
        public T[] Weights;
        public int Width, OutWidth;
        public LineSampler<T> Sampler;
        public bool GathersFirst, Streams;
        public T* X, Y;

        public readonly void Run(int start, int end)
        {
            int outPlane = Rows.Outputs * OutWidth, streamed = Streams ? outPlane : 0;
            // The plane that is streamed comes first: it begins with a line of the cache.
            T* work = Scratch.Own<T>((GathersFirst ? (long)Rows.Inputs * OutWidth : Width) + streamed);
            for (int plane = start; plane < end; plane++)
            {
                T* to = Y + ((long)plane * outPlane);
                Plane(X + ((long)plane * Rows.Inputs * Width), work + streamed, Streams ? work : to);
                if (Streams)
                    StreamingCopy.Run((byte*)work, (byte*)to, (nint)outPlane * sizeof(T));
            }
            if (Streams)
                StreamingCopy.Complete();
        }

        private readonly void Plane(T* from, T* buffer, T* to)
        {
            for (int row = 0; row < Rows.Inputs && GathersFirst; row++)
                Sampler.Run(from + ((long)row * Width), buffer + ((long)row * OutWidth));
            for (int row = 0; row < Rows.Outputs; row++, to += OutWidth)
            {
                if (GathersFirst)
                {
                    Blend(buffer, OutWidth, row, to);
                }
                else if (IsPlain(row))
                {
                    Sampler.Run(from + ((long)Rows.Index[Rows.Start(row)] * Width), to);
                }
                else
                {
                    Blend(from, Width, row, buffer);
                    Sampler.Run(buffer, to);
                }
            }
        }

        private readonly bool IsPlain(int row) => Rows.Start(row + 1) - Rows.Start(row) == 1 && Rows.Weight[Rows.Start(row)] == 1;

        /// <summary>The input rows of one output row, weighted and added.</summary>
        [MethodImpl(Compiled.Alone)]
        private readonly void Blend(T* plane, int width, int row, T* to)
        {
            int first = Rows.Start(row), entries = Rows.Start(row + 1) - first;
            if (entries == 0)
            {
                new Span<T>(to, width).Clear();
                return;
            }
            fixed (int* index = &Rows.Index[first])
            fixed (T* weight = &Weights[first])
            {
                for (int i = 0; i < width; i += L.Count)
                {
                    int count = Math.Min(L.Count, width - i);
                    L sum = Part(plane + ((long)index[0] * width) + i, count) * L.All(weight);
                    for (int e = 1; e < entries; e++)
                        sum = L.MulAdd(Part(plane + ((long)index[e] * width) + i, count), L.All(weight + e), sum);
                    if (count == L.Count)
                        sum.Store(to + i);
                    else
                        sum.StoreFirst(to + i, count);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Part(T* from, int count) => count == L.Count ? L.Load(from) : L.LoadFirst(from, count);
    }
}
