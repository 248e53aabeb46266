namespace Trireme.Tests.Tensors;

/// <summary>uint64 as an element type: everything above 2^63 is what .NET's ulong makes of it.</summary>
public sealed class UnsignedTests
{
    private const ulong Top = 1UL << 63;

    // Both ends, both sides of every power that conversions stumble over, and enough numbers for every vector width.
    private static readonly ulong[] Values = [.. Edges(), .. Random(100)];

    private static readonly Tensor X = Paddle.ToTensor(Values);

    [Fact]
    public void The_type_has_a_name_a_number_and_a_dotnet_type()
    {
        Assert.Equal((DType.UInt64, "uint64", 8, 38), ((DType)"uint64", DType.UInt64.Name, DType.UInt64.Size, DType.UInt64.ProtoNumber));
        Assert.Equal((DType.UInt64, DType.UInt64, DType.UInt64), (DType.Of<ulong>(), DType.FromProtoNumber(38), DType.FromProtoNumber(19)));
        Assert.True(DType.UInt64 is { IsInteger: true, IsFloating: false });
        Assert.Equal((DType.UInt64, DType.UInt64, DType.Int64), (X.DType, Paddle.ToTensor(7UL).DType, Paddle.ToTensor(7u).DType));
        Assert.Contains("uint64", Assert.Throws<InvalidArgumentException>(() => DType.Parse("uint63")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_survive_being_moved()
    {
        Assert.Equal(Values, X.ToArray<ulong>());
        Assert.Equal(Values, X.Clone().Reshape([2, -1]).Transpose([1, 0]).Transpose([1, 0]).Flatten().ToArray<ulong>());
        Assert.Equal(Values[3..9], X[3..9].ToArray<ulong>());
        Assert.Equal([Values[5], Values[0]], X[new[] { 5, 0 }].ToArray<ulong>());
        Assert.Equal([Values[5], Values[0]], X.Gather(Paddle.ToTensor(new[] { 5, 0 })).ToArray<ulong>());
        Assert.Equal(Values.Where(v => v > Top), X[X > Top].ToArray<ulong>());
        Assert.Equal([.. Values, .. Values], Paddle.Concat([X, X]).ToArray<ulong>());
        Assert.Equal(Values.Select(v => v > Top ? v : 0), (X > Top).Where(X, Paddle.ZerosLike(X)).ToArray<ulong>());
        Tensor y = X.Clone();
        y[1] = Paddle.ToTensor(ulong.MaxValue - 1);
        Assert.Equal(ulong.MaxValue - 1, y[1].Item<ulong>());
    }

    [Fact]
    public void Values_are_read_and_printed()
    {
        Tensor largest = Paddle.ToTensor(ulong.MaxValue);
        Assert.Equal((ulong.MaxValue, 18446744073709551615.0, true), (largest.Item<ulong>(), largest.Item(), largest.Item<bool>()));
        Assert.Throws<OverflowException>(() => largest.Item<long>());
        Assert.Equal(7, Paddle.ToTensor(7UL).Item<int>());
        Assert.Equal(Top, Paddle.ToTensor(9223372036854775808.0, "float64").Item<ulong>());
        Assert.Throws<OverflowException>(() => Paddle.ToTensor(-1).Item<ulong>());
        Assert.Contains("18446744073709551615", largest.ToString(), StringComparison.Ordinal);
        Assert.Contains("dtype=uint64", largest.ToString(), StringComparison.Ordinal);
        Assert.Equal("[                   1 18446744073709551615]", NumpyText.Of<ulong>([1, ulong.MaxValue]));
    }

    [Fact]
    public void Tensors_are_made_with_exact_values()
    {
        Assert.Equal([ulong.MaxValue, ulong.MaxValue], Paddle.Full([2], ulong.MaxValue).ToArray<ulong>());
        Assert.Equal([ulong.MaxValue], Paddle.Full([1], ulong.MaxValue, "uint64").ToArray<ulong>());
        Assert.Equal([0UL, 0], Paddle.Zeros([2], "uint64").ToArray<ulong>());
        Assert.Equal([1UL, 1], Paddle.Ones([2], "uint64").ToArray<ulong>());
        Assert.Equal([0UL, 1, 2], Paddle.Arange(3, dtype: "uint64").ToArray<ulong>());
        Assert.Equal([ulong.MaxValue - 5, ulong.MaxValue - 3, ulong.MaxValue - 1], Paddle.Arange(ulong.MaxValue - 5, ulong.MaxValue, 2).ToArray<ulong>());
        Assert.Equal([long.MaxValue - 2, long.MaxValue - 1], Paddle.Arange(long.MaxValue - 2, long.MaxValue).ToArray<long>());
        Assert.Equal(long.MaxValue - 5, Paddle.Full([1], long.MaxValue - 5).Item<long>());
        Assert.Equal(5 - long.MaxValue, (Paddle.ToTensor(0L) - (long.MaxValue - 5)).Item<long>());
        Assert.Equal([5L, 3, 1], Paddle.Arange(5, 0, -2).ToArray<long>());
        Assert.Equal([1UL, 0, 0, 1], Paddle.Eye(2, dtype: "uint64").ToArray<ulong>());
        Assert.Equal([0UL, 1, 0], Trireme.NN.Functional.OneHot(Paddle.ToTensor(1L), 3).Cast("uint64").ToArray<ulong>());
        Assert.All(Paddle.Randint(5, 9, [50], "uint64").ToArray<ulong>(), v => Assert.InRange(v, 5UL, 8UL));
    }

    [Fact]
    public void Arithmetic_wraps()
    {
        ulong[] other = [.. Values.Reverse()];
        Tensor y = Paddle.ToTensor(other);
        Same(X + y, (a, b) => unchecked(a + b), other);
        Same(X - y, (a, b) => unchecked(a - b), other);
        Same(X * y, (a, b) => unchecked(a * b), other);
        Same(X.Maximum(y), Math.Max, other);
        Same(X.Minimum(y), Math.Min, other);
        Same(X & y, (a, b) => a & b, other);
        Same(X | y, (a, b) => a | b, other);
        Same(X ^ y, (a, b) => a ^ b, other);
        Same(~X, (a, _) => ~a, other);
        Same(-X, (a, _) => unchecked(0 - a), other);
        Same(X + 1, (a, _) => unchecked(a + 1), other);
        Same(X - 1, (a, _) => unchecked(a - 1), other);
        Same(1 - X, (a, _) => unchecked(1 - a), other);
        Same(X + ulong.MaxValue, (a, _) => unchecked(a - 1), other);
        Same(X * 3, (a, _) => unchecked(a * 3), other);
        Same(X.Pow(3), (a, _) => unchecked(a * a * a), other);
        Same(X.Abs(), (a, _) => a, other);
        ulong[] divisors = [.. other.Select(v => v == 0 ? 1 : v)];
        Same(X.FloorDivide(Paddle.ToTensor(divisors)), (a, b) => a / b, divisors);
        Same(X % Paddle.ToTensor(divisors), (a, b) => a % b, divisors);
        ulong[] shifts = [.. Enumerable.Range(0, Values.Length).Select(i => (ulong)(i % 64))];
        Same(X.BitwiseLeftShift(Paddle.ToTensor(shifts)), (a, b) => a << (int)b, shifts);
        Same(X.BitwiseRightShift(Paddle.ToTensor(shifts)), (a, b) => a >> (int)b, shifts);
        Assert.Throws<InvalidArgumentException>(() => X.Pow(-1));
        Assert.Throws<InvalidArgumentException>(() => X.FloorDivide(Paddle.ZerosLike(X)));
    }

    [Fact]
    public void Comparisons_see_all_64_bits()
    {
        ulong[] other = [.. Values.Reverse()];
        Tensor y = Paddle.ToTensor(other);
        Assert.Equal(Values.Zip(other, (a, b) => a < b), X.LessThan(y).ToArray<bool>());
        Assert.Equal(Values.Zip(other, (a, b) => a >= b), X.GreaterEqual(y).ToArray<bool>());
        Assert.Equal(Values.Zip(other, (a, b) => a == b), X.Equal(y).ToArray<bool>());
        Assert.Equal(Values.Select(v => v > Top), (X > Top).ToArray<bool>());
        Assert.Equal(Values.Zip(other, (a, b) => a != 0 && b != 0), X.LogicalAnd(y).ToArray<bool>());
        Assert.False((X <= -1).Any().Item<bool>());
        Assert.True((X > -1).All().Item<bool>());
        Assert.True((Paddle.ToTensor(new[] { -1L, long.MaxValue }) < Top + 5000).All().Item<bool>());
        Assert.True(X.EqualAll(X.Clone()).Item<bool>());
    }

    [Fact]
    public void A_number_outside_the_type_is_not_rounded_to_its_limit()
    {
        Tensor largest = Paddle.ToTensor(long.MaxValue), least = Paddle.ToTensor(0UL);
        const ulong Above = 9223372036854775808;
        AssertCompares(below: true, largest < Above, largest <= Above, largest > Above, largest >= Above);
        AssertCompares(below: false, Above < largest, Above <= largest, Above > largest, Above >= largest);
        AssertCompares(below: false, least < -1, least <= -1, least > -1, least >= -1);
        AssertCompares(below: true, -1 < least, -1 <= least, -1 > least, -1 >= least);
        Assert.Equal((true, true), ((largest >= (ulong)long.MaxValue).Item<bool>(), (largest <= (ulong)long.MaxValue).Item<bool>()));

        static void AssertCompares(bool below, Tensor less, Tensor lessEqual, Tensor greater, Tensor greaterEqual)
            => Assert.Equal([below, below, !below, !below], new[] { less, lessEqual, greater, greaterEqual }.Select(t => t.Item<bool>()));
    }

    [Fact]
    public void Reductions_and_orders_see_all_64_bits()
    {
        Assert.Equal((Values.Aggregate(0UL, (a, b) => unchecked(a + b)), DType.UInt64), (X.Sum().Item<ulong>(), X.Sum().DType));
        Assert.Equal((Values.Max(), Values.Min()), (X.Max().Item<ulong>(), X.Min().Item<ulong>()));
        Assert.Equal(unchecked(Top * 3 * 5), Paddle.ToTensor(new ulong[] { Top, 3, 5 }).Prod().Item<ulong>());
        Assert.Equal([Top, unchecked(Top + Top), 5], Paddle.ToTensor(new ulong[] { Top, Top, 5 }).Cumsum().ToArray<ulong>());
        Assert.Equal((Array.IndexOf(Values, Values.Max()), Array.IndexOf(Values, Values.Min())), (X.Argmax().Item<int>(), X.Argmin().Item<int>()));
        Assert.Equal(Values.Order(), X.Sort().ToArray<ulong>());
        Assert.Equal(Values.OrderDescending(), X.Sort(descending: true).ToArray<ulong>());
        Assert.Equal(Values.OrderDescending().Take(5), X.Topk(5).Values.ToArray<ulong>());
        Assert.Equal(Values.Distinct().Order(), X.Unique().ToArray<ulong>());
        Tensor sorted = X.Sort();
        Assert.Equal(Values.Select(v => (long)Values.Count(w => w < v)), Paddle.Searchsorted(sorted, X).ToArray<long>());
    }

    [Fact]
    public void Types_meet_as_in_numpy()
    {
        Tensor u = Paddle.ToTensor(new[] { 3UL });
        Assert.Equal(DType.Float64, (u + Paddle.ToTensor(new[] { 1L })).DType);
        Assert.Equal(DType.Float64, (Paddle.ToTensor(new[] { 1 }) * u).DType);
        Assert.Equal(DType.UInt64, (u + Paddle.ToTensor(new byte[] { 1 })).DType);
        Assert.Equal(DType.UInt64, (u + Paddle.ToTensor(new[] { true })).DType);
        Assert.Equal(DType.Float32, (u + Paddle.ToTensor(new[] { 1f })).DType);
        Assert.Equal((DType.UInt64, DType.Float32, DType.Float32), ((u + 1).DType, (u + 1.5).DType, (u / u).DType));
        Assert.Equal(DType.UInt64, (Paddle.ToTensor(new[] { true }) + 5UL).DType);
        Assert.Equal(-9223372036854775808.0, (Paddle.ToTensor(new[] { 0.0 }) - Top).Item());
    }

    private static void Same(Tensor result, Func<ulong, ulong, ulong> expected, ulong[] other)
    {
        Assert.Equal(DType.UInt64, result.DType);
        Assert.Equal(Values.Zip(other, expected), result.ToArray<ulong>());
    }

    private static IEnumerable<ulong> Edges()
        => new[] { 0, 8, 24, 31, 32, 52, 53, 54, 62, 63 }.SelectMany(p => new[] { (1UL << p) - 1, 1UL << p, (1UL << p) + 1 })
            .Append(ulong.MaxValue - 1).Append(ulong.MaxValue);

    private static IEnumerable<ulong> Random(int count)
    {
        var random = new System.Random(5);
        return Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64() << random.Next(2) ^ (ulong)random.Next()).ToArray();
    }
}
