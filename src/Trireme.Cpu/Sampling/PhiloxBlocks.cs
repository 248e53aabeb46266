using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Trireme.Random;

namespace Trireme.Cpu.Sampling;

/// <summary>Philox's blocks, eight at a time: each lane counts for itself. The words are those of <see cref="RandomStream.Block"/>.</summary>
internal static unsafe class PhiloxBlocks
{
    private const int Lanes = 8;

    /// <summary>The words of positions 4·first to 4·(first + blocks) − 1.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Fill(RandomStream stream, long first, int blocks, uint* to)
    {
        int done = 0;
        ulong* words = stackalloc ulong[4 * Lanes];
        for (; done <= blocks - Lanes; done += Lanes)
        {
            Eight(stream, (ulong)(first + done), words);
            for (int lane = 0; lane < Lanes; lane++)
            {
                uint* block = to + (4 * (done + lane));
                block[0] = (uint)words[lane];
                block[1] = (uint)words[Lanes + lane];
                block[2] = (uint)words[(2 * Lanes) + lane];
                block[3] = (uint)words[(3 * Lanes) + lane];
            }
        }
        for (; done < blocks; done++)
            (to[4 * done], to[(4 * done) + 1], to[(4 * done) + 2], to[(4 * done) + 3]) = stream.Block(first + done);
    }

    // A lane holds one 32-bit word in 64 bits, so that products need no high half of their own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(RandomStream stream, ulong first, ulong* words)
    {
        Vector512<ulong> low = Vector512.Create(0xFFFFFFFFUL), m0 = Vector512.Create(0xD2511F53UL), m1 = Vector512.Create(0xCD9E8D57UL);
        Vector512<ulong> counter = Vector512.Create(first) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        Vector512<ulong> c0 = counter & low, c1 = counter >>> 32;
        Vector512<ulong> c2 = Vector512.Create(stream.Draw & 0xFFFFFFFF), c3 = Vector512.Create(stream.Draw >> 32);
        uint k0 = (uint)stream.Seed, k1 = (uint)(stream.Seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            Vector512<ulong> p0 = m0 * c0, p1 = m1 * c2;
            Vector512<ulong> n0 = (p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0), n2 = (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1);
            c1 = p1 & low;
            c3 = p0 & low;
            c0 = n0;
            c2 = n2;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        c0.Store(words);
        c1.Store(words + Lanes);
        c2.Store(words + (2 * Lanes));
        c3.Store(words + (3 * Lanes));
    }
}
