using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Pooling;

/// <summary>
/// Maximum pooling in single precision with windows one or two columns apart: a vector holds the maxima of neighbouring windows, and
/// beside it a vector where they stand. Same results as <see cref="MaxPooling{T}"/>'s loop over windows.
/// </summary>
internal static unsafe class MaxWindows
{
    // Where a maximum stands is counted in the same lanes as the values: whole numbers up to here are exact. Added to a smaller whole
    // number it also puts that number's integer bits into the low bits of the sum.
    private const float IntegerBase = 1 << 23;

    public static bool Handles(in PoolShape s)
        => !s.Adaptive && s.StrideW is 1 or 2 && s.Plane < (1 << 23) && s.PadW < s.KW && s.OW >= 4;

    /// <summary>Windows two by two that touch but do not overlap, none of them cut off.</summary>
    public static bool IsTwoByTwo(in PoolShape s)
        => !s.Adaptive && s is { D: 1, OD: 1, KD: 1, PadD: 0, KH: 2, KW: 2, StrideH: 2, StrideW: 2, PadH: 0, PadW: 0 }
            && 2 * s.OH <= s.H && 2 * s.OW <= s.W && s.Plane < (1 << 23);

    public static void Forward(in PoolShape shape, float* x, float* y, int* index)
    {
        var call = new ForwardCall { Shape = shape, X = x, Y = y, Index = index };
        LaneWidth.Run(ref call);
    }

    /// <summary>dx = dy where the maxima stand, which are searched for again; with <paramref name="rectified"/> only where they are positive.</summary>
    public static void Backward(in PoolShape shape, float* x, float* dy, float* dx, bool rectified)
    {
        var call = new ScatterCall { Shape = shape, X = x, Dy = dy, Dx = dx, Least = rectified ? 0 : float.NaN };
        LaneWidth.Run(ref call);
    }

    /// <summary>The gradient of two-by-two windows from the indices of their maxima, or from the input where there are none.</summary>
    public static void BackwardTwoByTwo(in PoolShape shape, float* x, int* index, float* dy, float* dx, bool rectified)
    {
        var call = new BackwardCall { Shape = shape, X = x, Index = index, Dy = dy, Dx = dx, Least = rectified ? 0 : float.NaN };
        LaneWidth.Run(ref call);
    }

    private struct ForwardCall : ILaneBody
    {
        public PoolShape Shape;
        public float* X, Y;
        public int* Index;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Shape.Planes, Shape.Plane, new ForwardBody<L> { Shape = Shape, X = X, Y = Y, Index = Index });
    }

    private struct ScatterCall : ILaneBody
    {
        public PoolShape Shape;
        public float* X, Dy, Dx;

        // A maximum of at most this much gets no gradient; NaN lets all pass.
        public float Least;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Shape.Planes, 2L * Shape.Plane, new ScatterBody<L> { Shape = Shape, X = X, Dy = Dy, Dx = Dx, Least = Least });
    }

    /// <summary>
    /// Finds the maxima of some windows of a row, a vector of them at a time, and then hands their gradients out one by one: windows that overlap may share a maximum,
    /// and the sums come out in the order of the windows. A plane is written while it is in the cache.
    /// </summary>
    private struct ScatterBody<L> : IRangeBody where L : struct, ILanes<L>
    {
        public PoolShape Shape;
        public float* X, Dy, Dx;
        public float Least;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            PoolShape s = Shape;
            var search = new MaxSearch<L>(s);
            L least = L.All(Least);
            int columns = s.OW, padded = columns + L.Count;
            float* gradients = Scratch.Own(2 * padded), dy = Dy + ((long)start * s.OutPlane);
            int* index = (int*)(gradients + padded);
            for (int plane = start; plane < end; plane++)
            {
                float* x = X + ((long)plane * s.Plane), dx = Dx + ((long)plane * s.Plane);
                new Span<float>(dx, s.Plane).Clear();
                for (int row = 0; row < s.OD * s.OH; row++, dy += columns)
                {
                    search.Row(x, row / s.OH, row % s.OH, gradients, index);
                    // NaN is not at most anything: its place is kept.
                    for (int i = 0; i < columns; i += L.Count)
                    {
                        L gradient = i + L.Count <= columns ? L.Load(dy + i) : L.LoadFirst(dy + i, columns - i);
                        L.Select(L.LessOrEqual(L.Load(gradients + i), least), L.Zero, gradient).Store(gradients + i);
                    }
                    for (int i = 0; i < columns; i++)
                    {
                        if (index[i] >= 0)
                            dx[index[i]] += gradients[i];
                    }
                }
            }
        }
    }

    private struct BackwardCall : ILaneBody
    {
        public PoolShape Shape;
        public float* X, Dy, Dx;
        public int* Index;

        // A maximum of at most this much gets no gradient; NaN lets all pass.
        public float Least;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Shape.Planes, Shape.Plane, new BackwardBody<L> { Shape = Shape, X = X, Index = Index, Dy = Dy, Dx = Dx, Least = Least });
    }

    private struct ForwardBody<L> : IRangeBody where L : struct, ILanes<L>
    {
        public PoolShape Shape;
        public float* X, Y;
        public int* Index;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            PoolShape s = Shape;
            var search = new MaxSearch<L>(s);
            for (long row = (long)start * s.OD * s.OH; row < (long)end * s.OD * s.OH; row++)
                search.Row(X + (row / s.OH / s.OD * s.Plane), (int)(row / s.OH % s.OD), (int)(row % s.OH), Y + (row * s.OW), Index == null ? null : Index + (row * s.OW));
        }
    }

    private struct BackwardBody<L> : IRangeBody where L : struct, ILanes<L>
    {
        public PoolShape Shape;
        public float* X, Dy, Dx;
        public int* Index;
        public float Least;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            L least = L.All(Least);
            int width = Shape.W, columns = Shape.OW;
            for (int plane = start; plane < end; plane++)
            {
                float* dx = Dx + ((long)plane * Shape.Plane);
                float* x = X == null ? null : X + ((long)plane * Shape.Plane);
                long output = (long)plane * Shape.OutPlane;
                for (int oh = 0; oh < Shape.OH; oh++, output += columns)
                {
                    int row = 2 * oh * width;
                    for (int ow = 0; ow < columns; ow += L.Count)
                    {
                        int count = Math.Min(L.Count, columns - ow), at = row + (2 * ow);
                        if (Index == null)
                            FromInput(x + at, width, Dy + output + ow, dx + at, count, least);
                        else
                            FromIndex(Index + output + ow, at, width, Dy + output + ow, dx + at, count);
                    }
                    if (width > 2 * columns)
                    {
                        new Span<float>(dx + row + (2 * columns), width - (2 * columns)).Clear();
                        new Span<float>(dx + row + width + (2 * columns), width - (2 * columns)).Clear();
                    }
                }
                new Span<float>(dx + (2 * Shape.OH * width), (Shape.H - (2 * Shape.OH)) * width).Clear();
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void FromInput(float* x, int width, float* dy, float* dx, int count, L least)
        {
            int second = (2 * count) - L.Count;
            var (a, b) = L.Unzip(Part(x, 2 * count), Part(x + L.Count, second));
            var (c, d) = L.Unzip(Part(x + width, 2 * count), Part(x + width + L.Count, second));
            L up = Taken(a, b), top = L.Select(up, b, a), down = Taken(c, d), bottom = L.Select(down, d, c), lower = Taken(top, bottom);
            // NaN is not at most anything: its place is kept.
            L gradient = L.Select(L.LessOrEqual(L.Select(lower, bottom, top), least), L.Zero, Part(dy, count)), above = L.Select(lower, L.Zero, gradient), below = L.Select(lower, gradient, L.Zero);
            Write(L.Select(up, L.Zero, above), L.Select(up, above, L.Zero), dx, count);
            Write(L.Select(down, L.Zero, below), L.Select(down, below, L.Zero), dx + width, count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void FromIndex(int* index, int first, int width, float* dy, float* dx, int count)
        {
            L at = (Part((float*)index, count) ^ L.All(IntegerBase)) - L.All(IntegerBase);
            L corner = L.All(first) + (L.Sequence(0) * L.All(2)), gradient = Part(dy, count);
            Write(Where(at, corner, gradient), Where(at, corner + L.All(1), gradient), dx, count);
            corner += L.All(width);
            Write(Where(at, corner, gradient), Where(at, corner + L.All(1), gradient), dx + width, count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Where(L at, L corner, L gradient) => L.Equal(at, corner) & gradient;

        // Where the later value wins: it is greater, or NaN and the earlier one is not.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Taken(L earlier, L later) => L.Select(L.LessOrEqual(later, earlier), L.Zero, L.Equal(earlier, earlier));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Write(L even, L odd, float* dx, int count)
        {
            var (first, second) = L.Zip(even, odd);
            if (count == L.Count)
            {
                first.Store(dx);
                second.Store(dx + L.Count);
                return;
            }
            first.StoreFirst(dx, Math.Min(L.Count, 2 * count));
            if (2 * count > L.Count)
                second.StoreFirst(dx + L.Count, (2 * count) - L.Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Part(float* from, int count)
            => count >= L.Count ? L.Load(from) : count > 0 ? L.LoadFirst(from, count) : L.Zero;
    }
}
