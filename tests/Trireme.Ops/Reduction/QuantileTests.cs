using Xunit;

namespace Trireme.Tests.Ops.Reduction;

/// <summary>Medians and quantiles against a sorted list, with and without NaN.</summary>
public sealed class QuantileTests
{
    private static readonly double[,] Values =
    {
        { 3, double.NaN, 1, 7 },
        { double.NaN, double.NaN, double.NaN, double.NaN },
        { 4, 2, 8, 6 },
        { 5, -1, double.NaN, double.NaN },
    };

    [Fact]
    public void NanmedianLeavesNanOut()
        => Equal(Rows().Select(r => Quantile(r.Where(v => !double.IsNaN(v)), 0.5)), Paddle.ToTensor(Values).Nanmedian(1));

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void NanquantileLeavesNanOut(double q)
        => Equal(Rows().Select(r => Quantile(r.Where(v => !double.IsNaN(v)), q)), Paddle.ToTensor(Values).Nanquantile(q, 1));

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void QuantileOfARowWithNanIsNan(double q)
        => Equal(Rows().Select(r => r.Any(double.IsNaN) ? double.NaN : Quantile(r, q)), Paddle.ToTensor(Values).Quantile(q, 1));

    [Fact]
    public void AQuantileOutsideTheUnitIntervalIsRefused()
        => Assert.Contains("1.5", Assert.Throws<InvalidArgumentException>(() => Paddle.ToTensor(Values).Quantile(1.5, 1)).Message, StringComparison.Ordinal);

    private static IEnumerable<double[]> Rows() => Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 4).Select(j => Values[i, j]).ToArray());

    // Between the two neighbours in the sorted list, linearly.
    private static double Quantile(IEnumerable<double> values, double q)
    {
        double[] sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            return double.NaN;
        double place = q * (sorted.Length - 1);
        int below = (int)Math.Floor(place), above = (int)Math.Ceiling(place);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static void Equal(IEnumerable<double> expected, Tensor actual)
    {
        double[] wanted = expected.ToArray(), got = actual.ToArray<double>();
        Assert.Equal(wanted.Length, got.Length);
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(wanted[i].Equals(got[i]) || Math.Abs(wanted[i] - got[i]) < 1e-12, $"row {i}: expected {wanted[i]}, got {got[i]}");
    }
}
