using Algebra = Trireme.Linalg;

namespace Trireme.Tests.Ops.Linalg;

/// <summary>Matrices to decompose, hard ones among them, and how close what they are put together to has to come.</summary>
internal static class MatrixSamples
{
    internal static readonly double Epsilon = Math.BitIncrement(1.0) - 1;

    /// <summary>Sizes around those of vectors, blocks and panels.</summary>
    public static TheoryData<int> Sizes =>
    [
        1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 26, 31, 32, 33, 34, 47, 48, 63, 64, 65, 66, 70, 97, 129, 150,
    ];

    /// <summary>Heights and widths.</summary>
    public static TheoryData<int, int> Shapes
    {
        get
        {
            var data = new TheoryData<int, int>();
            (int, int)[] shapes =
            [
                (1, 1), (2, 1), (1, 2), (3, 2), (2, 5), (8, 3), (9, 9), (24, 25), (33, 20), (20, 33), (64, 31), (70, 65), (65, 70), (100, 33), (130, 70),
                (40, 129), (300, 5),
            ];
            foreach ((int m, int n) in shapes)
                data.Add(m, n);
            return data;
        }
    }

    /// <summary>Matrices that break weak methods, each with a size.</summary>
    public static TheoryData<string, int> Hard
    {
        get
        {
            var data = new TheoryData<string, int>();
            string[] kinds =
            [
                "zero", "identity", "ones", "rank one", "clustered", "repeated", "graded", "graded back", "huge", "tiny", "negative", "diagonal", "wilkinson",
                "no coupling",
            ];
            foreach (string kind in kinds)
            {
                foreach (int n in (int[])[1, 2, 3, 8, 21, 40, 130])
                    data.Add(kind, n);
            }
            return data;
        }
    }

    internal static double[] Numbers(int seed, int count)
    {
        var random = new System.Random(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = (random.NextDouble() * 2) - 1;
        return values;
    }

    internal static Tensor Numbers(int seed, params int[] shape) => Tensor.From<double>(Numbers(seed, shape.Aggregate(1, (a, b) => a * b)), shape);

    internal static Tensor Identity(int n) => Paddle.Ones(n, DType.Float64).DiagEmbed();

    internal static Tensor Turned(Tensor x) => x.Transpose([.. Enumerable.Range(0, x.Ndim - 2), x.Ndim - 1, x.Ndim - 2]);

    internal static double Largest(Tensor x) => x.Size == 0 ? 0 : x.Cast(DType.Float64).Abs().Max().Item<double>();

    /// <summary>The difference is at most some roundings of each of n steps, measured against the largest element there is.</summary>
    internal static void Close(Tensor actual, Tensor expected, int n, double scale, double epsilon = 0)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        double difference = Largest(actual.Cast(DType.Float64) - expected.Cast(DType.Float64));
        double allowed = 4 * (epsilon == 0 ? Epsilon : epsilon) * (n + 4) * scale;
        Assert.True(difference <= allowed, $"{difference:g3} apart, {allowed:g3} would be rounding");
    }

    internal static Tensor Symmetric(string kind, int n)
    {
        Tensor q = Algebra.Qr(Numbers(n, n, n)).Q;
        double[] values = [.. Enumerable.Range(0, n).Select(i => (double)i)];
        switch (kind)
        {
            case "zero":
                return Paddle.Zeros((n, n), DType.Float64);
            case "identity":
                return Identity(n);
            case "ones":
                return Paddle.Ones((n, n), DType.Float64);
            case "rank one":
                Tensor x = Numbers(3, n, 1);
                return x.Matmul(x, transposeY: true);
            case "diagonal":
                return Tensor.From<double>(Numbers(4, n), [n]).DiagEmbed();
            case "wilkinson":
                var w = new double[n * n];
                for (int i = 0; i < n; i++)
                {
                    w[(i * n) + i] = Math.Abs(i - (n / 2));
                    if (i > 0)
                        w[(i * n) + i - 1] = w[((i - 1) * n) + i] = 1;
                }
                return Tensor.From<double>(w, (n, n));
            case "no coupling":
                Tensor half = Numbers(5, n, n);
                Tensor mask = Tensor.From<double>([.. Enumerable.Range(0, n * n).Select(i => (i / n % 3 == i % n % 3) ? 1.0 : 0)], (n, n));
                return (half + Turned(half)) * mask;
            case "graded" or "graded back":
                Tensor r = Numbers(6, n, n);
                Tensor s = Tensor.From<double>([.. values.Select(i => Math.Pow(10, -12 * (kind == "graded" ? i : n - 1 - i) / n))], (n, 1));
                return s * (r + Turned(r)) * Turned(s);
            case "clustered":
                values = [.. values.Select(i => 1 + (i * 1e-14))];
                break;
            case "repeated":
                values = [.. values.Select(i => Math.Floor(i / 3) - 2)];
                break;
            case "huge":
                values = [.. values.Select(i => (i + 1) * 1e290)];
                break;
            case "tiny":
                values = [.. values.Select(i => (i - 1) * 1e-290)];
                break;
            default:
                values = [.. values.Select(i => -1 - i)];
                break;
        }
        return (q * Tensor.From<double>(values, (1, n))).Matmul(q, transposeY: true);
    }

    // In the middle of the range, so that the check itself can multiply; a power of two changes no digits.
    internal static Tensor Middle(Tensor x, out double factor)
    {
        double largest = Largest(x);
        factor = largest == 0 ? 1 : Math.ScaleB(1, -Math.ILogB(largest) / 2);
        return x * factor * factor;
    }
}
