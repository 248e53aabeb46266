using System.Numerics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

public sealed unsafe class LanesTests
{
    [Fact]
    public void Lanes1_follow_scalar_arithmetic() => Check<Lanes1, float>();

    [Fact]
    public void Lanes4_follow_scalar_arithmetic() => Check<Lanes4, float>();

    [Fact]
    public void Lanes8_follow_scalar_arithmetic() => Check<Lanes8, float>();

    [Fact]
    public void Lanes16_follow_scalar_arithmetic() => Check<Lanes16, float>();

    [Fact]
    public void DoubleLanes1_follow_scalar_arithmetic() => Check<DoubleLanes1, double>();

    [Fact]
    public void DoubleLanes2_follow_scalar_arithmetic() => Check<DoubleLanes2, double>();

    [Fact]
    public void DoubleLanes4_follow_scalar_arithmetic() => Check<DoubleLanes4, double>();

    [Fact]
    public void DoubleLanes8_follow_scalar_arithmetic() => Check<DoubleLanes8, double>();

    [Theory]
    [InlineData(512, 16)]
    [InlineData(256, 8)]
    [InlineData(128, 4)]
    [InlineData(32, 1)]
    public void A_forced_width_reaches_the_body_and_ends(int bits, int lanes)
    {
        int widest = LaneWidth.Bits;
        using (LaneWidth.Force(bits))
        {
            var body = new CountLanes();
            LaneWidth.Run(ref body);
            Assert.Equal(lanes, body.Count);
            DoubleLanes.Run(ref body);
            Assert.Equal(Math.Max(1, lanes / 2), body.Count);
            SingleLanes.Run(ref body);
            Assert.Equal(lanes, body.Count);
        }
        Assert.Equal(widest, LaneWidth.Bits);
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneWidth.Force(64));
    }

    private static void Check<L, T>()
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new System.Random(7);
        int n = L.Count;
        T[] a = Draw(), b = Draw(), c = Draw();
        L x = L.Load(a, 0), y = L.Load(ref b[0]), z;
        fixed (T* p = c)
            z = L.Load(p);
        Same(x + y, i => a[i] + b[i]);
        Same(x - y, i => a[i] - b[i]);
        Same(x * y, i => a[i] * b[i]);
        Same(x / y, i => a[i] / b[i]);
        Same(-x, i => -a[i]);
        Same(L.Add(x, y), i => a[i] + b[i]);
        Same(L.Sub(x, y), i => a[i] - b[i]);
        Same(L.Mul(x, y), i => a[i] * b[i]);
        Same(L.Div(x, y), i => a[i] / b[i]);
        bool roundsOnce = Fma.IsSupported || AdvSimd.IsSupported;
        Same(L.MulAdd(x, y, z), i => roundsOnce ? T.FusedMultiplyAdd(a[i], b[i], c[i]) : (a[i] * b[i]) + c[i]);
        fixed (T* p = b)
            Assert.Equal(L.MulAdd(x, y, z), L.MulAdd(x, p, z));
        Same(L.Min(x, y), i => T.Min(a[i], b[i]));
        Same(L.Max(x, y), i => T.Max(a[i], b[i]));
        Same(L.MaxNative(x, y), i => T.Max(a[i], b[i]));
        Same(L.Abs(x), i => T.Abs(a[i]));
        Same(L.Sqrt(L.Abs(x)), i => T.Sqrt(T.Abs(a[i])));
        Same(L.Floor(x), i => T.Floor(a[i]));
        Same(L.Round(x), i => T.Round(a[i]));
        Same(L.Zero, _ => T.Zero);
        Same(L.All(a[0]), _ => a[0]);
        Same(L.Sequence(T.One), i => T.CreateChecked(i + 1));
        Same(L.Select(L.Less(x, y), x, y), i => a[i] < b[i] ? a[i] : b[i]);
        Same(L.Select(L.LessOrEqual(y, x), x, y), i => b[i] <= a[i] ? a[i] : b[i]);
        Same(L.Select(L.Equal(x, x), x, y), i => a[i]);
        Same(L.Select(L.Equal(x, x) ^ L.Equal(x, x), x, y), i => b[i]);
        Same(L.Select(L.Less(x, y) | L.LessOrEqual(y, x), x, y), i => a[i]);
        Same(L.Select(L.Less(x, y) & L.LessOrEqual(y, x), x, y), i => b[i]);
        Same(L.Max(L.All(T.NaN), x), _ => T.NaN);
        Assert.Equal(a.Min(), x.MinLane());
        Assert.Equal(a.Max(), x.MaxLane());
        double sum = a.Sum(double.CreateChecked);
        Assert.Equal(sum, double.CreateChecked(x.Sum()), 1e-4);
        T* four = stackalloc T[4];
        L.StoreSums(x, y, z, x + y, four);
        // Dot products are added up by either, with the same bits.
        Assert.Equal([x.Sum(), y.Sum(), z.Sum(), (x + y).Sum()], new ReadOnlySpan<T>(four, 4).ToArray());
        Assert.Equal(sum, double.CreateChecked(four[0]), 1e-4);
        Assert.Equal(b.Sum(double.CreateChecked), double.CreateChecked(four[1]), 1e-4);
        Assert.Equal(c.Sum(double.CreateChecked), double.CreateChecked(four[2]), 1e-4);
        Assert.Equal(sum + b.Sum(double.CreateChecked), double.CreateChecked(four[3]), 1e-4);

        for (int count = 0; count <= n; count++)
        {
            T[] target = new T[n + 1];
            fixed (T* from = a, to = target)
            {
                Same(L.LoadFirst(from, count), i => i < count ? a[i] : T.Zero);
                x.StoreFirst(to, count);
            }
            for (int i = 0; i <= n; i++)
                Assert.Equal(i < count ? a[i] : T.Zero, target[i]);
        }

        T[] Draw() => Enumerable.Range(0, n).Select(_ => T.CreateChecked((random.NextDouble() * 20) - 10)).ToArray();

        void Same(L actual, Func<int, T> expected)
        {
            T[] byRef = new T[n], bySpan = new T[n], byPointer = new T[n];
            actual.Store(ref byRef[0]);
            actual.Store(bySpan, 0);
            fixed (T* p = byPointer)
                actual.Store(p);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(expected(i), byRef[i]);
                Assert.Equal(expected(i), bySpan[i]);
                Assert.Equal(expected(i), byPointer[i]);
            }
        }
    }

    [Fact]
    public void Pairs_come_apart_and_together_at_every_width()
    {
        Pairs<Lanes1>();
        Pairs<Lanes4>();
        Pairs<Lanes8>();
        Pairs<Lanes16>();
    }

    private static void Pairs<L>() where L : struct, ILanes<L>
    {
        L a = L.Sequence(0), b = L.Sequence(L.Count);
        var (even, odd) = L.Unzip(a, b);
        float[] powers = new float[L.Count];
        for (int n = -127; n <= 127; n++)
        {
            L.PowerOfTwo(L.All(n)).Store(powers, 0);
            Assert.All(powers, v => Assert.Equal(n == -127 ? 0 : MathF.ScaleB(1, n), v));
        }
        var (first, second) = L.Zip(even, odd);
        float[] evens = new float[L.Count], odds = new float[L.Count], firsts = new float[L.Count], seconds = new float[L.Count];
        even.Store(evens, 0);
        odd.Store(odds, 0);
        first.Store(firsts, 0);
        second.Store(seconds, 0);
        for (int i = 0; i < L.Count; i++)
        {
            Assert.Equal(2 * i, evens[i]);
            Assert.Equal((2 * i) + 1, odds[i]);
            Assert.Equal(i, firsts[i]);
            Assert.Equal(L.Count + i, seconds[i]);
        }
    }

    [Fact]
    public void Squares_change_rows_and_columns_at_every_width()
    {
        Squares<Lanes1>();
        Squares<Lanes4>();
        Squares<Lanes8>();
        Squares<Lanes16>();
    }

    // Rows that lie further apart than they are long, into vectors of which each begins within the one before: the later one stands.
    private static unsafe void Squares<L>() where L : struct, ILanes<L>
    {
        int n = L.Count, step = n + 3, apart = (n + 1) / 2;
        float[] source = [.. Enumerable.Range(0, n * step).Select(i => (float)i)];
        for (int count = 0; count <= n; count++)
        {
            float[] turned = [.. Enumerable.Repeat(-1f, (n * apart) + n)], twin = [.. turned], expected = [.. turned];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    expected[(i * apart) + j] = i < count ? source[(j * step) + i] : 0;
            }
            fixed (float* from = source, to = turned, plain = twin)
            {
                L.Turn(from, step, new FirstOfVector<L>(count), to, apart);
                LaneSquares.Turn<L, FirstOfVector<L>>(from, step, new FirstOfVector<L>(count), plain, apart);
            }
            Assert.Equal(expected, turned);
            Assert.Equal(expected, twin);
        }
        float[] biased = new float[n * n], whole = new float[n * n];
        fixed (float* from = source, to = biased, plain = whole)
        {
            L.Turn(from, step, new BiasedVector<L>(L.Sequence(-5), L.All(2)), to, n);
            L.Turn(from, step, default(WholeVector<L>), plain, n);
        }
        for (int i = 0; i < n * n; i++)
        {
            Assert.Equal(source[(i % n * step) + (i / n)], whole[i]);
            Assert.Equal(MathF.Max(2, whole[i] + (i / n) - 5), biased[i]);
        }
    }

    private struct CountLanes : ILaneBody, ILaneBody<float>, ILaneBody<double>
    {
        public int Count;

        void ILaneBody.Run<L>() => Count = L.Count;

        void ILaneBody<float>.Run<L>() => Count = L.Count;

        void ILaneBody<double>.Run<L>() => Count = L.Count;
    }
}
