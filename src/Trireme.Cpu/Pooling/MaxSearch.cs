using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Pooling;

/// <summary>Finds the maxima of rows of windows one or two columns apart, and where they stand: of what <see cref="MaxWindows.Handles"/> says.</summary>
internal readonly unsafe struct MaxSearch<L> where L : struct, ILanes<L>
{
    // Where a maximum stands is counted in the same lanes as the values: whole numbers up to here are exact. Added to a smaller whole
    // number it also puts that number's integer bits into the low bits of the sum.
    private const float IntegerBase = 1 << 23;

    private readonly PoolShape _shape;

    // Windows from first on are not cut off on the left, those before last not on the right.
    private readonly int _first, _last;

    public MaxSearch(in PoolShape s)
    {
        _shape = s;
        _first = Math.Min(s.OW, (s.PadW + s.StrideW - 1) / s.StrideW);
        int room = s.W + s.PadW - s.KW;
        _last = room < 0 ? _first : Math.Clamp((room / s.StrideW) + 1, _first, s.OW);
    }

    /// <summary>The maxima of one row of windows of the plane <paramref name="x"/>, and where not null their indices, -1 for windows that are all padding.</summary>
    [MethodImpl(Compiled.Alone)]
    public void Row(float* x, int od, int oh, float* y, int* index)
    {
        PoolAxis depths = _shape.AxisD, rows = _shape.AxisH;
        var (d0, d1, h0, h1) = (depths.Start(od), depths.End(od), rows.Start(oh), rows.End(oh));
        bool some = d1 > d0 && h1 > h0;
        for (int ow = 0; ow < _shape.OW; ow++)
        {
            if (ow == _first && some && _last > _first)
            {
                for (; ow < _last; ow += L.Count)
                    Vector(_shape, x, y + ow, index == null ? null : index + ow, ow, Math.Min(L.Count, _last - ow), d0, d1, h0, h1);
                if (_last == _shape.OW)
                    break;
                ow = _last;
            }
            Single(_shape, x, y + ow, index == null ? null : index + ow, ow, d0, d1, h0, h1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | Compiled.Alone)]
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
