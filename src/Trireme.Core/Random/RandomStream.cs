namespace Trireme.Random;

/// <summary>The random numbers of one draw, addressed by position.</summary>
internal readonly record struct RandomStream(ulong Seed, ulong Draw)
{
    /// <summary>32 random bits for position <paramref name="index"/>.</summary>
    public uint Bits(long index)
    {
        (uint a, uint b, uint c, uint d) = Philox.Block(Seed, (ulong)index >> 2, Draw);
        return (index & 3) switch { 0 => a, 1 => b, 2 => c, _ => d };
    }

    /// <summary>Four words for positions 4·block to 4·block + 3.</summary>
    public (uint A, uint B, uint C, uint D) Block(long block) => Philox.Block(Seed, (ulong)block, Draw);

    /// <summary>64 random bits: a seed for what is done in this draw's name.</summary>
    public ulong Bits64()
    {
        (uint a, uint b, _, _) = Block(0);
        return ((ulong)a << 32) | b;
    }

    /// <summary>Uniform in [0, 1) with 24 bits.</summary>
    public static float ToFloat(uint bits) => (bits >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public static double ToDouble(uint high, uint low) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1L << 53));
}
