namespace Trireme.Cpu.Convolution;

/// <summary>
/// The patches of a convolution without groups as the right-hand side of a product, panel by panel: row (c · taps + tap) holds what that tap
/// reads at every place of every image, the images side by side. The whole matrix is never formed.
/// </summary>
internal readonly unsafe struct PatchPanels(ConvShape shape, float* x) : IPanels<float>
{
    public static bool AreReady => false;

    public bool AreInPlace => false;

    /// <summary>Taps of a channel up to which their places are found once for a panel.</summary>
    public const int MaxTaps = 64;

    private const int Width = BlockedGemm.PanelBytes / sizeof(float);

    // With few filters a panel is read too seldom to be worth laying out.
    private const int FewFilters = 64;

    private readonly ConvShape _shape = shape;

    public float* Get(int kStart, int kCount, int nStart, int nCount, float* buffer, out nint stride)
    {
        stride = Width;
        int image = nStart / _shape.OutPlane, place = nStart - (image * _shape.OutPlane);
        if (!_shape.IsPointwise || place + nCount > _shape.OutPlane)
        {
            Gather(kStart, kCount, nStart, nCount, buffer);
            return buffer;
        }
        float* from = x + (((long)image * _shape.C) + kStart) * _shape.Plane + place;
        if (nCount == Width && _shape.M <= FewFilters)
        {
            stride = _shape.Plane;
            return from;
        }
        Packing.PackPanel(from, _shape.Plane, 1, kCount, nCount, buffer, Width);
        return buffer;
    }

    private void Gather(int kStart, int kCount, int nStart, int nCount, float* buffer)
    {
        ConvShape s = _shape;
        int taps = s.Taps;
        long* places = stackalloc long[Width];
        long* shifts = stackalloc long[MaxTaps];
        uint* present = stackalloc uint[MaxTaps];
        Places(nStart, nCount, places, shifts, present);
        int channel = kStart / taps, tap = kStart - (channel * taps);
        for (int k = 0; k < kCount; k++, buffer += Width)
        {
            float* from = x + ((long)channel * s.Plane) + shifts[tap];
            if (present[tap] == uint.MaxValue)
            {
                for (int j = 0; j < Width; j++)
                    buffer[j] = from[places[j]];
            }
            else
            {
                new Span<float>(buffer, Width).Clear();
                for (uint rest = present[tap]; rest != 0; rest &= rest - 1)
                {
                    int j = System.Numerics.BitOperations.TrailingZeroCount(rest);
                    buffer[j] = from[places[j]];
                }
            }
            if (++tap == taps)
                (tap, channel) = (0, channel + 1);
        }
    }

    /// <summary>Where the first tap of every column stands, how far from it the others do, and which columns each tap finds inside the image.</summary>
    private void Places(int nStart, int nCount, long* places, long* shifts, uint* present)
    {
        ConvShape s = _shape;
        int tap = 0;
        for (int kd = 0; kd < s.KD; kd++)
        {
            for (int kh = 0; kh < s.KH; kh++)
            {
                for (int kw = 0; kw < s.KW; kw++, tap++)
                {
                    shifts[tap] = ((((long)kd * s.DilationD * s.H) + (kh * s.DilationH)) * s.W) + (kw * s.DilationW);
                    present[tap] = 0;
                }
            }
        }
        for (int j = 0; j < nCount; j++)
        {
            int image = (nStart + j) / s.OutPlane, place = nStart + j - (image * s.OutPlane);
            int row = place / s.OW, d = (row / s.OH * s.StrideD) - s.PadD, h = (row % s.OH * s.StrideH) - s.PadH, w = (place % s.OW * s.StrideW) - s.PadW;
            places[j] = ((long)image * s.C * s.Plane) + ((((long)d * s.H) + h) * s.W) + w;
            tap = 0;
            for (int kd = 0; kd < s.KD; kd++)
            {
                for (int kh = 0; kh < s.KH; kh++)
                {
                    for (int kw = 0; kw < s.KW; kw++, tap++)
                    {
                        bool inside = (uint)(d + (kd * s.DilationD)) < (uint)s.D && (uint)(h + (kh * s.DilationH)) < (uint)s.H
                            && (uint)(w + (kw * s.DilationW)) < (uint)s.W;
                        present[tap] |= inside ? 1u << j : 0;
                    }
                }
            }
        }
    }
}
