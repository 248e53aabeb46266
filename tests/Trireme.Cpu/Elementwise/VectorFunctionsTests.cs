using System.Numerics;
using Trireme.Cpu.Elementwise;

namespace Trireme.Tests.Cpu;

public sealed unsafe class VectorFunctionsTests
{
    private static readonly double[] Special =
        [0, -0.0, 1, -1, 2.5, -2.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-300, 1e30, -1e30, 9.3e18, -9.3e18, 16777217];

    [Theory, InlineData(0), InlineData(5), InlineData(64), InlineData(203)]
    public void Floats_become_integers_and_integers_floats_as_one_by_one(int count)
    {
        float[] x = [.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? (float)Special[i % Special.Length] : (i - 100) * 1.7f)];
        long[] integers = [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? i - 100 : (1L << 62) + (i * 0x1234567891L))], y = new long[count + 1];
        float[] z = new float[count + 1];
        y[count] = 7;
        z[count] = 7;
        fixed (float* from = x, to = z)
        {
            fixed (long* whole = integers, result = y)
            {
                VectorFunctions.ToLong(from, result, count, false);
                VectorFunctions.ToFloat(whole, to, count, false);
            }
        }
        Assert.Equal([.. x.Select(long.CreateSaturating), 7], y);
        Assert.Equal([.. integers.Select(i => (float)i), 7], z);
    }

    [Theory, InlineData(1), InlineData(64), InlineData(203)]
    public void Signs_and_bytes_are_those_of_single_numbers(int count)
    {
        Check<float>(count);
        Check<double>(count);
        Check<long>(count);
        Check<int>(count);
        Check<short>(count);
        Check<byte>(count);
    }

    private static void Check<T>(int count)
        where T : unmanaged, INumber<T>
    {
        T[] x = [.. Enumerable.Range(0, count).Select(i => T.CreateTruncating(Special[i * 7 % Special.Length]))], signs = new T[count];
        byte[] bytes = new byte[count];
        fixed (T* from = x)
        {
            fixed (byte* to = bytes)
                VectorFunctions.ToBytes(from, to, count);
        }
        VectorFunctions.Sign<T>(x, signs);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(x[i] != T.Zero ? 1 : 0, bytes[i]);
            T expected = T.IsNaN(x[i]) || x[i] == T.Zero ? x[i] : T.IsNegative(x[i]) ? T.Zero - T.One : T.One;
            Assert.True(expected.Equals(signs[i]) && T.IsNegative(expected) == T.IsNegative(signs[i]), $"the sign of {x[i]} is {signs[i]}");
        }
    }
}
