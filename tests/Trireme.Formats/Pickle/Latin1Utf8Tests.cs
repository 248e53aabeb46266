using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trireme.Formats.Pickle;

namespace Trireme.Tests.Formats.Pickle;

public class Latin1Utf8Tests
{
    [Fact]
    public void It_is_the_utf8_of_the_latin_1_text() => Prop.ForAll<byte[], int>((bytes, cut) =>
    {
        byte[] expected = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes)), encoded = new byte[2 * bytes.Length];
        int count = Latin1Utf8.Encode(bytes, encoded);
        int at = expected.Length == 0 ? 0 : (int)((uint)cut % (uint)expected.Length);
        byte lead = 0;
        var decoded = new byte[expected.Length + 2];
        int first = Latin1Utf8.Decode(expected.AsSpan(0, at), decoded, ref lead);
        int second = Latin1Utf8.Decode(expected.AsSpan(at), decoded.AsSpan(first), ref lead);
        return encoded.AsSpan(0, count).SequenceEqual(expected) && bytes.Length + Latin1Utf8.CountHigh(bytes) == count
            && lead == 0 && decoded.AsSpan(0, first + second).SequenceEqual(bytes);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_other_pair_of_bytes_is_refused()
    {
        Span<byte> decoded = stackalloc byte[4];
        for (int pair = 0; pair < 1 << 16; pair++)
        {
            byte a = (byte)(pair >> 8), b = (byte)pair;
            bool good = (a < 0x80 && b < 0x80) || (a is 0xC2 or 0xC3 && b is >= 0x80 and < 0xC0);
            byte lead = 0;
            int count = Latin1Utf8.Decode([a, b, (byte)'x'], decoded, ref lead);
            Assert.Equal(good ? (a < 0x80 ? 3 : 2) : -1, count);
        }
    }
}
