using System.Globalization;
using System.Numerics;
using System.Text;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;

namespace Trireme.Tests.Formats.Pickle;

/// <summary>A tree of values as one line of text, bit for bit; <see cref="Script"/> says the same in Python, so both sides can be compared.</summary>
internal static class Canonical
{
    /// <summary>Python: def show(value) → str.</summary>
    public const string Script = """
        import collections, struct, numpy
        def bits(x): return struct.pack('>d', x).hex()
        def show(v):
            if v is None or isinstance(v, bool): return str(v)
            if isinstance(v, numpy.generic): return f'n:{v.dtype.str}:{v.tobytes().hex()}'
            if isinstance(v, int): return str(v)
            if isinstance(v, float): return 'f:' + bits(v)
            if isinstance(v, complex): return f'c:{bits(v.real)}:{bits(v.imag)}'
            if isinstance(v, str): return 's:' + v.encode().hex()
            if isinstance(v, (bytes, bytearray)): return 'b:' + bytes(v).hex()
            if isinstance(v, list): return '[' + ','.join(map(show, v)) + ']'
            if isinstance(v, tuple): return '(' + ','.join(map(show, v)) + ')'
            if isinstance(v, dict):
                return ('O' if isinstance(v, collections.OrderedDict) else '') + '{' + ','.join(show(k) + '=' + show(x) for k, x in v.items()) + '}'
            if isinstance(v, (set, frozenset)): return type(v).__name__[0].upper() + '{' + ','.join(sorted(map(show, v))) + '}'
            if isinstance(v, slice): return f'L({show(v.start)},{show(v.stop)},{show(v.step)})'
            assert isinstance(v, numpy.ndarray), type(v)
            order = v.dtype.newbyteorder('<')
            return f'a:{order.str}:{"x".join(map(str, v.shape))}:{v.astype(order).tobytes().hex()}'

        """;

    public static string Show(object? value) => value switch
    {
        null => "None",
        bool b => b ? "True" : "False",
        long or int => Convert.ToInt64(value).ToString(CultureInfo.InvariantCulture),
        BigInteger i when i < long.MinValue || i > long.MaxValue => i.ToString(CultureInfo.InvariantCulture),
        double d => "f:" + Bits(d),
        Complex c => $"c:{Bits(c.Real)}:{Bits(c.Imaginary)}",
        string s => "s:" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(s)),
        byte[] b => "b:" + Convert.ToHexStringLower(b),
        List<object?> list => $"[{string.Join(",", list.Select(Show))}]",
        PickleTuple tuple => $"({string.Join(",", tuple.Select(Show))})",
        PickleDict dict => (dict.IsOrderedDict ? "O" : "") + $"{{{string.Join(",", dict.Select(p => Show(p.Key) + "=" + Show(p.Value)))}}}",
        PickleSet set => $"{(set.IsFrozen ? 'F' : 'S')}{{{string.Join(",", set.Select(Show).Order(StringComparer.Ordinal))}}}",
        PickleSlice slice => $"L({Show(slice.Start)},{Show(slice.Stop)},{Show(slice.Step)})",
        NumpyScalar n => $"n:{n.Array.Descr}:{Convert.ToHexStringLower(n.Array.Bytes)}",
        NumpyArray a => $"a:{a.Descr}:{string.Join("x", a.Shape)}:{Convert.ToHexStringLower(a.Bytes)}",
        PaddleTensor t => $"T({t.Name},{Show(t.Array)})",
        _ => throw new ArgumentException(value.GetType().Name),
    };

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);
}
