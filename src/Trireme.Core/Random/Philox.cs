namespace Trireme.Random;

/// <summary>Random bits as a function of a key and a counter: any part of a sequence can be computed alone, on any thread, with the same result.</summary>
/// <remarks>Philox4x32 with 10 rounds; Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011.</remarks>
internal static class Philox
{
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57, W0 = 0x9E3779B9, W1 = 0xBB67AE85;

    /// <summary>The four words of block <paramref name="counter"/>.</summary>
    public static (uint A, uint B, uint C, uint D) Block(ulong seed, ulong counter, ulong stream)
    {
        uint c0 = (uint)counter, c1 = (uint)(counter >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)M0 * c0, p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }
        return (c0, c1, c2, c3);
    }
}
