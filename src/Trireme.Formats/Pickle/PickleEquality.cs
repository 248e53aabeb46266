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

    // HashCode is seeded anew in every process, so no file can be made whose keys all collide.
    public int GetHashCode(object obj)
    {
        var hash = new HashCode();
        if (Normal(obj) is byte[] bytes)
            hash.AddBytes(bytes);
        else
            hash.Add(Normal(obj));
        return hash.ToHashCode();
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
