using System.Buffers.Binary;

namespace Trireme.Tests.Shared;

/// <summary>Damaged copies of a good file: what a parser must refuse (or survive) without a crash, a hang or a large allocation.</summary>
internal static class Mutations
{
    private static readonly ulong[] Extremes =
        [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, int.MaxValue, 0x80000000, uint.MaxValue, long.MaxValue, 0x8000000000000000, ulong.MaxValue];

    /// <summary><paramref name="count"/> damaged copies, the same for the same seed; half of the damage is near the start, where headers are.</summary>
    public static IEnumerable<byte[]> Of(byte[] original, int count, int seed)
    {
        var random = new System.Random(seed);
        for (int i = 0; i < count; i++)
        {
            byte[] copy = [.. original];
            for (int hits = random.Next(3) == 0 ? random.Next(2, 6) : 1; hits > 0; hits--)
                copy = Damage(copy, random);
            yield return copy;
        }
    }

    /// <summary>Every prefix of the file (at most <paramref name="count"/>, evenly spread).</summary>
    public static IEnumerable<byte[]> Prefixes(byte[] original, int count)
    {
        int n = Math.Min(count, original.Length);
        for (int i = 0; i < n; i++)
            yield return original[..(int)((long)original.Length * i / n)];
    }

    /// <summary>
    /// Reads each file: it must succeed or throw <typeparamref name="TRefusal"/>, and allocate at most <paramref name="factor"/> times
    /// the file's size plus <paramref name="slack"/> bytes on this thread. Returns how many files were refused.
    /// </summary>
    public static int Survive<TRefusal>(IEnumerable<byte[]> files, Action<byte[]> read, double factor = 8, long slack = 1 << 20)
        where TRefusal : Exception
    {
        int refused = 0, number = 0;
        foreach (byte[] file in files)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(file);
            }
            catch (TRefusal)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"damaged file {number}, {file.Length} bytes: {e}\n{Convert.ToHexString(file.AsSpan(0, Math.Min(file.Length, 512)))}");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > factor * file.Length + slack)
            {
                Assert.Fail($"damaged file {number}, {file.Length} bytes: {allocated} bytes were allocated\n"
                    + Convert.ToHexString(file.AsSpan(0, Math.Min(file.Length, 512))));
            }
            number++;
        }
        return refused;
    }

    private static byte[] Damage(byte[] file, System.Random random)
    {
        if (file.Length < 2)
            return [(byte)random.Next(256)];
        int at = random.Next(random.Next(2) == 0 ? Math.Min(file.Length, 512) : file.Length);
        int length = random.Next(1, Math.Min(64, file.Length - at) + 1);
        switch (random.Next(8))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 1:
                file[at] = (byte)random.Next(256);
                return file;
            case 2:
                return file[..at];
            case 3:
                return [.. file[..at], .. file[(at + length)..]];
            case 4:
                file.AsSpan(random.Next(file.Length - length + 1), length).CopyTo(file.AsSpan(at));
                return file;
            case 5:
                return [.. file[..at], .. file[random.Next(at + 1)..]];
            default:
                WriteExtreme(file.AsSpan(at), Extremes[random.Next(Extremes.Length)], random);
                return file;
        }
    }

    private static void WriteExtreme(Span<byte> target, ulong value, System.Random random)
    {
        Span<byte> bytes = stackalloc byte[8];
        bool big = random.Next(2) == 0;
        int size = 1 << random.Next(4);
        if (big)
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value << (64 - 8 * size));
        else
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes[..Math.Min(size, target.Length)].CopyTo(target);
    }
}
