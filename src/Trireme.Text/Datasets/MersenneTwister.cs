namespace Trireme.Text;

/// <summary>The random numbers of Python and NumPy, where a data set is split by them: both sides must get the same rows.</summary>
/// <remarks>Matsumoto and Nishimura 1998, MT19937, with the seeding of their 2002 revision.</remarks>
internal sealed class MersenneTwister
{
    private const int Size = 624, Middle = 397;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    private MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Size; i++)
            _state[i] = (1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
    }

    /// <summary>The sequence after <c>numpy.random.seed(seed)</c>.</summary>
    public static MersenneTwister Numpy(uint seed) => new(seed);

    /// <summary>The sequence of <c>random.Random(seed)</c>, which seeds by a list of words: here one.</summary>
    public static MersenneTwister Python(uint seed)
    {
        var twister = new MersenneTwister(19650218);
        uint[] s = twister._state;
        uint at = 1;
        for (int k = 0; k < Size; k++)
        {
            s[at] = (s[at] ^ ((s[at - 1] ^ (s[at - 1] >> 30)) * 1664525)) + seed;
            Step(s, ref at);
        }
        for (int k = 1; k < Size; k++)
        {
            s[at] = (s[at] ^ ((s[at - 1] ^ (s[at - 1] >> 30)) * 1566083941)) - at;
            Step(s, ref at);
        }
        s[0] = 0x80000000;
        return twister;
    }

    /// <summary>The next number in [0, 1), with 53 bits.</summary>
    public double NextDouble()
    {
        uint high = NextUInt() >> 5, low = NextUInt() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    private static void Step(uint[] s, ref uint at)
    {
        if (++at < Size)
            return;
        s[0] = s[Size - 1];
        at = 1;
    }

    private uint NextUInt()
    {
        if (_next == Size)
            Twist();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    private void Twist()
    {
        for (int i = 0; i < Size; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7FFFFFFF);
            _state[i] = _state[(i + Middle) % Size] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DF);
        }
        _next = 0;
    }
}
