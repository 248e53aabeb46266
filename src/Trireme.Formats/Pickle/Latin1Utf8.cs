using System.Numerics;
using System.Runtime.InteropServices;

namespace Trireme.Formats.Pickle;

/// <summary>
/// Bytes as the UTF-8 of the characters U+0000 to U+00FF, which is how protocol 2 carries array data. Half of the bytes of weights are above 127
/// without any pattern, so these loops take no branch on them.
/// </summary>
internal static class Latin1Utf8
{
    /// <summary>Number of bytes above 127: each takes two in UTF-8.</summary>
    public static long CountHigh(ReadOnlySpan<byte> bytes)
    {
        long high = 0;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            high += BitOperations.PopCount(word & 0x8080_8080_8080_8080);
        foreach (byte b in bytes[(8 * words.Length)..])
            high += b >> 7;
        return high;
    }

    /// <summary>Writes at most twice as many bytes as come; returns how many.</summary>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<byte> utf8)
    {
        int count = 0;
        foreach (byte b in bytes)
        {
            int high = b >> 7;
            utf8[count] = (byte)(high == 0 ? b : 0xC0 | (b >> 6));
            utf8[count + high] = (byte)(high == 0 ? b : 0x80 | (b & 0x3F));
            count += 1 + high;
        }
        return count;
    }

    /// <summary>Decodes a piece; a character may begin in one piece (its lead byte stays in <paramref name="lead"/>, else 0) and end in the next.</summary>
    /// <returns>The number of bytes decoded, or -1 where the piece is not UTF-8 of such characters.</returns>
    public static int Decode(ReadOnlySpan<byte> utf8, Span<byte> bytes, ref byte lead)
    {
        int count = 0, wrong = 0, before = lead;
        foreach (byte b in utf8)
        {
            int isLead = b >= 0xC0 ? 1 : 0, follows = (b >> 7) ^ isLead, expected = before != 0 ? 1 : 0;
            wrong |= (follows ^ expected) | (isLead & ((b & 0xFE) == 0xC2 ? 0 : 1));
            bytes[count] = (byte)((b & (0xFF >> (follows << 1))) | (before << 6));
            count += 1 - isLead;
            before = isLead == 0 ? 0 : b;
        }
        lead = (byte)before;
        return wrong == 0 ? count : -1;
    }
}
