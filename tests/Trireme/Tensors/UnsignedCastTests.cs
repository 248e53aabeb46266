using System.Numerics;

namespace Trireme.Tests.Tensors;

/// <summary>Casts from uint64 and to it.</summary>
public sealed class UnsignedCastTests
{
    // As many as make whole vectors and a rest, so that vectors and single elements convert alike.
    private static readonly ulong[] Values = [.. Enumerable.Range(0, 67).SelectMany(i => Around(i))];

    private static readonly double[] Reals =
    [
        0, -0.0, 0.9, -0.9, 1.5, -1, -1e18, -1e30, double.NaN, double.NegativeInfinity, double.PositiveInfinity, 255.7, 65504, 4294967295.9, 9007199254740993.0,
        9223372036854774784.0, 9223372036854775808.0, 9223372036854777856.0, 1.8e19, 18446744073709549568.0, 18446744073709551616.0, 1e30,
    ];

    private static readonly Tensor X = Paddle.ToTensor(Values);

    [Fact]
    public void Integers_keep_their_low_bits()
    {
        Assert.Equal(Values.Select(v => unchecked((long)v)), X.Cast("int64").ToArray<long>());
        Assert.Equal(Values.Select(v => unchecked((int)v)), X.Cast("int32").ToArray<int>());
        Assert.Equal(Values.Select(v => unchecked((short)v)), X.Cast("int16").ToArray<short>());
        Assert.Equal(Values.Select(v => unchecked((sbyte)v)), X.Cast("int8").ToArray<sbyte>());
        Assert.Equal(Values.Select(v => unchecked((byte)v)), X.Cast("uint8").ToArray<byte>());
        Assert.Equal(Values.Select(v => v != 0), X.Cast("bool").ToArray<bool>());
        Assert.Equal(Values, X.Cast("int64").Cast("uint64").ToArray<ulong>());
        Assert.Equal([ulong.MaxValue, 5, ulong.MaxValue - 127], Paddle.ToTensor(new sbyte[] { -1, 5, -128 }).Cast("uint64").ToArray<ulong>());
        Assert.Equal([ulong.MaxValue, 5], Paddle.ToTensor(new[] { -1, 5 }).Cast("uint64").ToArray<ulong>());
        Assert.Equal([ulong.MaxValue, 5], Paddle.ToTensor(new short[] { -1, 5 }).Cast("uint64").ToArray<ulong>());
        Assert.Equal([255UL, 5], Paddle.ToTensor(new byte[] { 255, 5 }).Cast("uint64").ToArray<ulong>());
        Assert.Equal([1UL, 0], Paddle.ToTensor(new[] { true, false }).Cast("uint64").ToArray<ulong>());
    }

    [Fact]
    public void Floating_point_numbers_are_the_nearest()
    {
        Assert.Equal(Values.Select(v => Nearest(v, 53)), X.Cast("float64").ToArray<double>());
        Assert.Equal(Values.Select(v => (float)Nearest(v, 24)), X.Cast("float32").ToArray<float>());
        Assert.Equal(Values.Select(v => (float)Nearest(v, 24)), Enumerable.Range(0, Values.Length).Select(i => X.ItemAt<float>(i)));
        Assert.Equal(Values.Select(v => (Half)Nearest(v, 11)), X.Cast("float16").ToArray<Half>());
        // Scalars and casts of one element take other paths than long runs.
        foreach (ulong v in Values)
        {
            Assert.Equal((float)Nearest(v, 24), Paddle.ToTensor(v).Cast("float32").Item<float>());
            Assert.Equal(Nearest(v, 53), Paddle.ToTensor(v).Cast("float64").Item());
        }
    }

    [Fact]
    public void Floating_point_numbers_are_cut_off_and_limited()
    {
        double[] many = [.. Enumerable.Repeat(Reals, 5).SelectMany(r => r)];
        Assert.Equal(many.Select(Limited), Paddle.ToTensor(many).Cast("uint64").ToArray<ulong>());
        float[] singles = Array.ConvertAll(many, d => (float)d);
        Assert.Equal(singles.Select(f => Limited(f)), Paddle.ToTensor(singles).Cast("uint64").ToArray<ulong>());
        Half[] halves = Array.ConvertAll(many, d => (Half)d);
        Assert.Equal(halves.Select(h => Limited((double)h)), Paddle.ToTensor(halves).Cast("uint64").ToArray<ulong>());
        foreach (double d in Reals)
            Assert.Equal(Limited(d), Paddle.ToTensor(d, "float64").Cast("uint64").Item<ulong>());
    }

    private static ulong Limited(double value)
        => double.IsNaN(value) || value <= 0 ? 0 : value >= 18446744073709551616.0 ? ulong.MaxValue : (ulong)new BigInteger(value);

    // Rounded to so many bits in integers, ties to even: no conversion of the processor's takes part.
    private static double Nearest(ulong value, int bits)
    {
        int shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(value) - bits);
        UInt128 unit = UInt128.One << shift, rest = value % unit, down = value - rest;
        bool up = rest * 2 > unit || (rest * 2 == unit && (down / unit) % 2 == 1);
        UInt128 rounded = up ? down + unit : down;
        return Math.ScaleB((double)(ulong)(rounded >> shift), shift);
    }

    private static IEnumerable<ulong> Around(int i)
    {
        ulong power = i < 64 ? 1UL << i : ulong.MaxValue - (ulong)i, half = power >> 24;
        return [power, power - 1, power + 1, power + half, power + half + 1, power + half - 1, power + (power >> 53) + 1, power + (power >> 11)];
    }
}
