using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>Writes images in the layout of <see cref="PatchGeometry"/> and adds up gradients that lie in it.</summary>
internal static unsafe class PatchRows
{
    /// <summary>Floats of working memory: an image with its channels innermost, what vectors reach into behind it, and a row of zeros.</summary>
    public static long PixelFloats(in ConvShape s, int lanes) => ((long)s.Plane + s.W) * PixelPitch(s) + (2 * lanes);

    // Whole squares of eight are transposed in registers.
    private static int PixelPitch(in ConvShape s) => (s.C + 7) & ~7;

    /// <summary>Unrolls an image [C, H, W].</summary>
    /// <param name="g">The layout.</param>
    /// <param name="image">The image.</param>
    /// <param name="hasNext">Whether readable memory of another image follows.</param>
    /// <param name="pixels">Working memory of <see cref="PixelFloats"/>.</param>
    /// <param name="patches">The unrolled image.</param>
    [MethodImpl(Compiled.Alone)]
    public static void Unroll<L>(in PatchGeometry g, float* image, bool hasNext, float* pixels, float* patches) where L : struct, ILanes<L>
    {
        if (L.Count > Lanes8.Count && g.Shape.C <= Lanes8.Count)
        {
            Unroll<Lanes8>(g, image, hasNext, pixels, patches);
            return;
        }
        ConvShape s = g.Shape;
        int pixel = PixelPitch(s);
        PlaneTile.Run(image, s.Plane, pixels, pixel, s.Plane, hasNext && pixel - s.C < s.C ? pixel : s.C);
        float* zeros = pixels + ((nint)s.Plane * pixel);
        new Span<float>(zeros, (s.W * pixel) + (2 * L.Count)).Clear();
        float** rows = stackalloc float*[s.KH];
        int inside = Math.Min(g.Columns, s.PadW + s.W);
        for (int oh = 0; oh < s.OH; oh++)
        {
            for (int kh = 0; kh < s.KH; kh++)
            {
                int h = (oh * s.StrideH) - s.PadH + (kh * s.DilationH);
                rows[kh] = (uint)h < (uint)s.H ? pixels + ((nint)h * s.W * pixel) : zeros;
            }
            float* to = patches + ((nint)oh * g.RowFloats);
            Clear(to, s.PadW * g.Pitch);
            to += s.PadW * g.Pitch;
            // Vectors write beyond the channels of a row of the filter; what stands there is written again by the next one.
            nint at = 0;
            for (int column = s.PadW; column < inside; column++, at += pixel, to += g.Pitch)
            {
                float* part = to;
                for (int kh = 0; kh < s.KH; kh++, part += s.C)
                {
                    float* from = rows[kh] + at;
                    L.Load(from).Store(part);
                    for (int c = L.Count; c < s.C; c += L.Count)
                        L.Load(from + c).Store(part + c);
                }
            }
            Clear(to, (g.Columns - inside) * g.Pitch);
        }

        static void Clear(float* to, int count)
        {
            if (count > 0)
                new Span<float>(to, count).Clear();
        }
    }

    /// <summary>The image gradient [C, H, W] from the gradients of the unrolled image: each pixel's copies are added, filter rows in order.</summary>
    /// <param name="g">The layout.</param>
    /// <param name="patches">The gradient of the unrolled image.</param>
    /// <param name="pixels">Working memory of <see cref="PixelFloats"/>.</param>
    /// <param name="image">The image's gradient.</param>
    /// <param name="hasNext">Whether the memory of another image follows that is written later.</param>
    [MethodImpl(Compiled.Alone)]
    public static void Fold<L>(in PatchGeometry g, float* patches, float* pixels, float* image, bool hasNext) where L : struct, ILanes<L>
    {
        if (L.Count > Lanes8.Count && g.Shape.C <= Lanes8.Count)
        {
            Fold<Lanes8>(g, patches, pixels, image, hasNext);
            return;
        }
        ConvShape s = g.Shape;
        int pixel = PixelPitch(s);
        float** rows = stackalloc float*[s.KH];
        int inside = Math.Clamp(g.Columns - s.PadW, 0, s.W);
        for (int h = 0; h < s.H; h++)
        {
            int count = 0;
            for (int kh = 0; kh < s.KH; kh++)
            {
                int above = h + s.PadH - (kh * s.DilationH), oh = above / s.StrideH;
                if (above >= 0 && above % s.StrideH == 0 && oh < s.OH)
                    rows[count++] = patches + ((nint)oh * g.RowFloats) + ((nint)s.PadW * g.Pitch) + (kh * s.C);
            }
            float* to = pixels + ((nint)h * s.W * pixel);
            nint at = 0;
            for (int w = 0; w < s.W; w++, to += pixel, at += g.Pitch)
            {
                int copies = w < inside ? count : 0;
                for (int c = 0; c < s.C; c += L.Count)
                {
                    L sum = L.Zero;
                    for (int i = 0; i < copies; i++)
                        sum += L.Load(rows[i] + at + c);
                    sum.Store(to + c);
                }
            }
        }
        PlaneTile.Run(pixels, pixel, image, s.Plane, hasNext && pixel - s.C < s.C ? pixel : s.C, s.Plane);
    }

    /// <summary>Where the weight of a channel and a tap lies in the run of its output channel.</summary>
    public static int Place(in PatchGeometry g, int c, int kh, int kw) => (kw * g.Pitch) + (kh * g.Shape.C) + c;
}
