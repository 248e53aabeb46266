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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int start, int end)
        {
            PoolShape s = Shape;
            PoolAxis depths = s.AxisD, rows = s.AxisH;
            // Windows from first on are not cut off on the left, those before last not on the right.
            int first = Math.Min(s.OW, (s.PadW + s.StrideW - 1) / s.StrideW);
            int room = s.W + s.PadW - s.KW;
            int last = room < 0 ? first : Math.Clamp((room / s.StrideW) + 1, first, s.OW);
            for (long row = (long)start * s.OD * s.OH; row < (long)end * s.OD * s.OH; row++)
            {
                int oh = (int)(row % s.OH), od = (int)(row / s.OH % s.OD);
                float* x = X + (row / s.OH / s.OD * s.Plane), y = Y + (row * s.OW);
                int* index = Index == null ? null : Index + (row * s.OW);
                var (d0, d1, h0, h1) = (depths.Start(od), depths.End(od), rows.Start(oh), rows.End(oh));
                bool some = d1 > d0 && h1 > h0;
                for (int ow = 0; ow < s.OW; ow++)
                {
                    if (ow == first && some && last > first)
                    {
                        for (; ow < last; ow += L.Count)
                            Vector(s, x, y + ow, index == null ? null : index + ow, ow, Math.Min(L.Count, last - ow), d0, d1, h0, h1);
                        if (last == s.OW)
                            break;
                        ow = last;
                    }
                    Single(s, x, y + ow, index == null ? null : index + ow, ow, d0, d1, h0, h1);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        private static void Vector(in PoolShape s, float* x, float* y, int* index, int ow, int count, int d0, int d1, int h0, int h1)
        {
            int column = (ow * s.StrideW) - s.PadW, span = (count - 1) * s.StrideW;
            L best = L.Zero, at = L.Zero;
            bool begun = false;
            L step = L.Sequence(0) * L.All(s.StrideW);
            for (int d = d0; d < d1; d++)
            {
                for (int h = h0; h < h1; h++)
                {
                    int offset = (((d * s.H) + h) * s.W) + column;
                    for (int k = 0; k < s.KW; k++)
                    {
                        float* from = x + offset + k;
                        L value;
                        if (s.StrideW == 1)
                        {
                            value = count == L.Count ? L.Load(from) : L.LoadFirst(from, count);
                        }
                        else
                        {
                            // Up to the last element a window of this vector has, and the one beside it where the window has that too.
                            bool pair = k + 1 < s.KW;
                            int needed = span + (pair ? 2 : 1);
                            (value, L next) = L.Unzip(Part(from, needed), Part(from + L.Count, needed - L.Count));
                            if (pair)
                            {
                                Take(value, L.All(offset + k) + step, ref best, ref at, ref begun);
                                k++;
                                value = next;
                            }
                        }
                        Take(value, L.All(offset + k) + step, ref best, ref at, ref begun);
                    }
                }
            }
            if (count == L.Count)
                best.Store(y);
            else
                best.StoreFirst(y, count);
            if (index == null)
                return;
            L bits = (at + L.All(IntegerBase)) ^ L.All(IntegerBase);
            if (count == L.Count)
                bits.Store((float*)index);
            else
                bits.StoreFirst((float*)index, count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Part(float* from, int count)
            => count >= L.Count ? L.Load(from) : count > 0 ? L.LoadFirst(from, count) : L.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Take(L value, L where, ref L best, ref L at, ref bool begun)
        {
            if (!begun)
            {
                (best, at, begun) = (value, where, true);
                return;
            }
            // Kept where not less, or where NaN already; a NaN that comes is not less or equal to anything, so it is taken.
            L taken = L.Select(L.LessOrEqual(value, best), L.Zero, L.Equal(best, best));
            best = L.Select(taken, value, best);
            at = L.Select(taken, where, at);
        }

        private static void Single(in PoolShape s, float* x, float* y, int* index, int ow, int d0, int d1, int h0, int h1)
        {
            int w0 = s.AxisW.Start(ow), w1 = s.AxisW.End(ow), at = -1;
            float best = float.MinValue;
            for (int d = d0; d < d1; d++)
            {
                for (int h = h0; h < h1; h++)
                {
                    int row = ((d * s.H) + h) * s.W;
                    for (int i = row + w0; i < row + w1; i++)
                    {
                        if (at < 0 || x[i] > best || (float.IsNaN(x[i]) && !float.IsNaN(best)))
                            (best, at) = (x[i], i);
                    }
                }
            }
            *y = best;
            if (index != null)
                *index = at;
        }
    }

    private struct BackwardBody<L> : IRangeBody where L : struct, ILanes<L>
    {
        public PoolShape Shape;
        public float* X, Dy, Dx;
        public int* Index;
        public float Least;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
