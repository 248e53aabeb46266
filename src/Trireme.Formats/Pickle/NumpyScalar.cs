using System.Numerics;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>A NumPy scalar (numpy.float32(1.5)): a number that carries an element type.</summary>
/// <param name="Array">The number as a 0-d array.</param>
public sealed record NumpyScalar(NumpyArray Array)
{
    /// <summary>The number as Python's own kind: bool, long (<see cref="BigInteger"/> above its range), double or <see cref="Complex"/>.</summary>
    public object ToPlain() => (Array.Kind, Array.ItemSize) switch
    {
        ('b', _) => Array.AsSpan<byte>()[0] != 0,
        ('u', 8) when Array.AsSpan<ulong>()[0] > long.MaxValue => (BigInteger)Array.AsSpan<ulong>()[0],
        ('u' or 'i', _) => Array.ConvertTo<long>()[0],
        ('f', _) => Array.ConvertTo<double>()[0],
        ('c', 8) => new Complex(Array.AsSpan<float>()[0], Array.AsSpan<float>()[1]),
        _ => Array.AsSpan<Complex>()[0],
    };
}
