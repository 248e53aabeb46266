using System.Numerics;

namespace Trireme.Formats.Pickle;

/// <summary>Python's equality of dictionary keys: numbers by value whatever their type (1 == 1.0 == True), text and bytes by content.</summary>
internal sealed class PickleEquality : IEqualityComparer<object?>
{
    public static PickleEquality Instance { get; } = new();

    public new bool Equals(object? x, object? y)
    {
        if (ReferenceEquals(x, y))
            return true;
        return (Normal(x), Normal(y)) switch
        {
            (null, _) or (_, null) => false,
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (var a, var b) => a!.Equals(b),
        };
    }

    // HashCode is seeded anew in every process, so no file can be made whose keys all collide; but only where it is given all bits of a key,
    // not the key's own 32-bit hash, which anyone can compute.
    public int GetHashCode(object obj)
    {
        var hash = new HashCode();
        switch (Normal(obj))
        {
            case long integer:
                AddBits(ref hash, integer);
                break;
            case double real:
                AddBits(ref hash, BitConverter.DoubleToInt64Bits(real));
                break;
            case Complex complex:
                AddBits(ref hash, BitConverter.DoubleToInt64Bits(complex.Real));
                AddBits(ref hash, BitConverter.DoubleToInt64Bits(complex.Imaginary));
                break;
            case BigInteger big:
                hash.AddBytes(big.ToByteArray());
                break;
            case byte[] bytes:
                hash.AddBytes(bytes);
                break;
            case var key:
                hash.Add(key);
                break;
        }
        return hash.ToHashCode();
    }

    private static void AddBits(ref HashCode hash, long bits)
    {
        hash.Add((int)bits);
        hash.Add((int)(bits >> 32));
    }

    private static object? Normal(object? key) => key switch
    {
        bool b => b ? 1L : 0L,
        int or short or sbyte or byte or ushort or uint => Convert.ToInt64(key),
        ulong u => Normal((BigInteger)u),
        BigInteger i when i >= long.MinValue && i <= long.MaxValue => (long)i,
        float f => Normal((double)f),
        double d when double.IsInteger(d) => Normal((BigInteger)d),
        _ => key,
    };
}
