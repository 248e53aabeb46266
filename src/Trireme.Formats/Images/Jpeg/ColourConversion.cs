using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Trireme.Formats.Images.Jpeg;

/// <summary>Rows of components to rows of RGB. Coefficients: JFIF 1.02 (ITU-R 601), in 16-bit fixed point.</summary>
internal static class ColourConversion
{
    // 1.402, 0.344136286, 0.714136286 and 1.772 as decoders usually round them to 16 fraction bits.
    private const int RedOfCr = 91881, GreenOfCb = 22554, GreenOfCr = 46802, BlueOfCb = 116130, Half = 1 << 15;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromYCbCr(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb, int width)
    {
        ref byte ys = ref MemoryMarshal.GetReference(luma[..width]), bs = ref MemoryMarshal.GetReference(cb[..width]);
        ref byte rs = ref MemoryMarshal.GetReference(cr[..width]), to = ref MemoryMarshal.GetReference(rgb[..(3 * width)]);
        int x = 0;
        // Sixteen pixels are 48 bytes: three whole vectors.
        for (; x <= width - 16; x += 16)
        {
            Vector128<byte> y = Vector128.LoadUnsafe(ref ys, (nuint)x), b = Vector128.LoadUnsafe(ref bs, (nuint)x), r = Vector128.LoadUnsafe(ref rs, (nuint)x);
            (Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue) = Convert16(y, b, r);
            Interleave(red, green, blue, ref Unsafe.Add(ref to, 3 * x));
        }
        for (; x < width; x++)
        {
            int y = luma[x], b = cb[x] - 128, r = cr[x] - 128;
            rgb[3 * x] = Clamp(y + (((RedOfCr * r) + Half) >> 16));
            rgb[(3 * x) + 1] = Clamp(y + ((Half - (GreenOfCb * b) - (GreenOfCr * r)) >> 16));
            rgb[(3 * x) + 2] = Clamp(y + (((BlueOfCb * b) + Half) >> 16));
        }
    }

    public static void FromRgb(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb, int width)
    {
        for (int x = 0; x < width; x++)
        {
            rgb[3 * x] = red[x];
            rgb[(3 * x) + 1] = green[x];
            rgb[(3 * x) + 2] = blue[x];
        }
    }

    /// <summary>Cyan, magenta, yellow and black, stored inverted as Adobe does, to RGB by darkening each with black.</summary>
    /// <param name="inks">RGB holds the inverted cyan, magenta and yellow and receives the colours.</param>
    /// <param name="black">Inverted black.</param>
    /// <param name="width">Pixels.</param>
    public static void DarkenByBlack(Span<byte> inks, ReadOnlySpan<byte> black, int width)
    {
        for (int i = 0; i < 3 * width; i++)
        {
            int white = black[i / 3], product = ((255 - inks[i]) * white) + 128;
            // product / 255, rounded.
            inks[i] = (byte)(white - ((product + (product >> 8)) >> 8));
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<byte> Red, Vector128<byte> Green, Vector128<byte> Blue) Convert16(Vector128<byte> y, Vector128<byte> b, Vector128<byte> r)
    {
        Vector256<ushort> y16 = Vector256.WidenLower(y.ToVector256Unsafe()), b16 = Vector256.WidenLower(b.ToVector256Unsafe());
        Vector256<ushort> r16 = Vector256.WidenLower(r.ToVector256Unsafe());
        Vector256<int> b0 = Vector256.WidenLower(b16).AsInt32() - Vector256.Create(128), b1 = Vector256.WidenUpper(b16).AsInt32() - Vector256.Create(128);
        Vector256<int> r0 = Vector256.WidenLower(r16).AsInt32() - Vector256.Create(128), r1 = Vector256.WidenUpper(r16).AsInt32() - Vector256.Create(128);
        var half = Vector256.Create(Half);
        Vector256<short> red = Vector256.Narrow(((r0 * RedOfCr) + half) >> 16, ((r1 * RedOfCr) + half) >> 16);
        Vector256<short> green = Vector256.Narrow((half - (b0 * GreenOfCb) - (r0 * GreenOfCr)) >> 16, (half - (b1 * GreenOfCb) - (r1 * GreenOfCr)) >> 16);
        Vector256<short> blue = Vector256.Narrow(((b0 * BlueOfCb) + half) >> 16, ((b1 * BlueOfCb) + half) >> 16);
        Vector256<short> luma = y16.AsInt16();
        return (Saturate(luma + red), Saturate(luma + green), Saturate(luma + blue));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Saturate(Vector256<short> v)
    {
        Vector256<ushort> inside = Vector256.Clamp(v, Vector256<short>.Zero, Vector256.Create((short)255)).AsUInt16();
        return Vector128.Narrow(inside.GetLower(), inside.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<byte> r, Vector128<byte> g, Vector128<byte> b, ref byte to)
    {
        // An index of 255 selects zero.
        (Vector128.Shuffle(r, Vector128.Create((byte)0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255, 5))
            | Vector128.Shuffle(g, Vector128.Create(255, (byte)0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255))
            | Vector128.Shuffle(b, Vector128.Create(255, 255, (byte)0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255))).StoreUnsafe(ref to);
        (Vector128.Shuffle(r, Vector128.Create(255, 255, (byte)6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10, 255))
            | Vector128.Shuffle(g, Vector128.Create((byte)5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10))
            | Vector128.Shuffle(b, Vector128.Create(255, (byte)5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255))).StoreUnsafe(ref to, 16);
        (Vector128.Shuffle(r, Vector128.Create(255, (byte)11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255, 255))
            | Vector128.Shuffle(g, Vector128.Create(255, 255, (byte)11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255))
            | Vector128.Shuffle(b, Vector128.Create((byte)10, 255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15))).StoreUnsafe(ref to, 32);
    }
}
