using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trireme.Formats.Images.Jpeg;

/// <summary>Huffman decoding of one block of 64 coefficients: sequential (ITU-T T.81, annex F) and progressive (annex G).</summary>
/// <remarks>False or -1 means damaged data.</remarks>
internal static class BlockDecoder
{
    private const int ZeroRun = 0xF0;

    /// <summary>Natural position of the k-th coefficient in zigzag order.</summary>
    public static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Decodes a whole block into zeros. Returns the zigzag index of the last coefficient, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Sequential(ref BitReader reader, HuffmanTable dc, HuffmanTable ac, ref int predictor, Span<short> block)
    {
        if (!Difference(ref reader, dc, ref predictor))
        {
            return -1;
        }
        block[0] = (short)predictor;
        // Locals, so that the bits stay in registers over the loop.
        ulong bits = reader.Bits;
        int count = reader.Count;
        ref int looks = ref MemoryMarshal.GetReference(ac.Coefficients);
        int last = 0, k = 1;
        while (k < 64)
        {
            if (count < 32)
            {
                (reader.Bits, reader.Count) = (bits, count);
                reader.Refill();
                (bits, count) = (reader.Bits, reader.Count);
            }
            int found = Unsafe.Add(ref looks, (int)(bits >> (64 - HuffmanTable.LookBits)));
            int value = found >> 16;
            if (value != 0)
            {
                bits <<= found & 255;
                count -= found & 255;
                k += (found >> 8) & 255;
            }
            else
            {
                int length = found & 255, symbol = found >> 8;
                if (length == 0)
                {
                    int match = ac.Long((int)(bits >> 48));
                    (length, symbol) = (match >> 8, match & 255);
                    if (length == 0)
                    {
                        return -1;
                    }
                }
                bits <<= length;
                count -= length;
                int size = symbol & 15;
                if (size == 0)
                {
                    if (symbol != ZeroRun)
                    {
                        break;
                    }
                    k += 16;
                    continue;
                }
                k += symbol >> 4;
                value = HuffmanTable.Extend((int)(bits >> (64 - size)), size);
                bits <<= size;
                count -= size;
            }
            if (k > 63)
            {
                return -1;
            }
            block[ZigZag[k]] = (short)value;
            last = k++;
        }
        (reader.Bits, reader.Count) = (bits, count);
        return last;
    }

    public static bool FirstDc(ref BitReader bits, HuffmanTable dc, ref int predictor, int low, Span<short> block)
    {
        if (!Difference(ref bits, dc, ref predictor))
        {
            return false;
        }
        block[0] = (short)(predictor << low);
        return true;
    }

    public static bool RefineDc(ref BitReader bits, int low, Span<short> block)
    {
        if (bits.Bit())
        {
            block[0] |= (short)(1 << low);
        }
        return true;
    }

    // The blocks that an end-of-band run covers after this one are the caller's to pass over.
    public static bool FirstAc(ref BitReader bits, HuffmanTable ac, JpegScan scan, ref int bandRun, Span<short> block)
    {
        for (int k = scan.First; k <= scan.Last; k++)
        {
            int symbol = bits.Symbol(ac);
            if (symbol < 0)
            {
                return false;
            }
            int size = symbol & 15;
            if (size == 0 && symbol != ZeroRun)
            {
                bandRun = BandRun(ref bits, symbol >> 4) - 1;
                return true;
            }
            k += symbol >> 4;
            if (size > 0)
            {
                if (k > scan.Last)
                {
                    return false;
                }
                block[ZigZag[k]] = (short)(HuffmanTable.Extend(bits.Take(size), size) << scan.Low);
            }
        }
        return true;
    }

    // New coefficients of magnitude one, among them correction bits for those already known.
    public static bool RefineAc(ref BitReader bits, HuffmanTable ac, JpegScan scan, ref int bandRun, Span<short> block)
    {
        int k = scan.First, one = 1 << scan.Low;
        while (bandRun == 0 && k <= scan.Last)
        {
            int symbol = bits.Symbol(ac);
            if (symbol < 0 || (symbol & 15) > 1)
            {
                return false;
            }
            if ((symbol & 15) == 0 && symbol != ZeroRun)
            {
                bandRun = BandRun(ref bits, symbol >> 4);
                break;
            }
            int zeros = symbol >> 4, added = (symbol & 15) == 0 ? 0 : bits.Bit() ? one : -one;
            for (; k <= scan.Last; k++)
            {
                ref short coefficient = ref block[ZigZag[k]];
                if (coefficient != 0)
                {
                    Correct(ref bits, ref coefficient, one);
                }
                else if (zeros-- == 0)
                {
                    coefficient = (short)added;
                    break;
                }
            }
            if (k > scan.Last && added != 0)
            {
                return false;
            }
            k++;
        }
        if (bandRun > 0)
        {
            bandRun--;
            for (; k <= scan.Last; k++)
            {
                ref short coefficient = ref block[ZigZag[k]];
                if (coefficient != 0)
                {
                    Correct(ref bits, ref coefficient, one);
                }
            }
        }
        return true;
    }

    private static bool Difference(ref BitReader bits, HuffmanTable dc, ref int predictor)
    {
        int size = bits.Symbol(dc);
        if (size is < 0 or > 15)
        {
            return false;
        }
        if (size > 0)
        {
            predictor += HuffmanTable.Extend(bits.Take(size), size);
        }
        return true;
    }

    private static int BandRun(ref BitReader bits, int size) => size == 0 ? 1 : (1 << size) + bits.Take(size);

    // A set bit moves the coefficient away from zero, once.
    private static void Correct(ref BitReader bits, ref short coefficient, int one)
    {
        if (bits.Bit() && (coefficient & one) == 0)
        {
            coefficient += (short)(coefficient > 0 ? one : -one);
        }
    }
}
