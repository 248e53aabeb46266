namespace Trireme.Formats.Charts;

/// <summary>One named line: as many positions as values.</summary>
internal sealed record ChartSeries(string Name, double[] Xs, double[] Ys)
{
    public IEnumerable<(double X, double Y)> FinitePoints
        => Xs.Zip(Ys).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second)).Select(p => (p.First, p.Second));

    /// <summary>Stretches of points without a gap, with both axes turned to pixels.</summary>
    public IEnumerable<List<(double X, double Y)>> Stretches(Func<double, double> toX, Func<double, double> toY)
    {
        List<(double X, double Y)> stretch = [];
        for (int i = 0; i < Xs.Length; i++)
        {
            if (double.IsFinite(Xs[i]) && double.IsFinite(Ys[i]))
            {
                stretch.Add((toX(Xs[i]), toY(Ys[i])));
            }
            else if (stretch.Count > 0)
            {
                yield return Thinned(stretch);
                stretch = [];
            }
        }
        if (stretch.Count > 0)
        {
            yield return Thinned(stretch);
        }
    }

    // Points that share half a pixel column are drawn as first, lowest, highest, last: the ink is the same.
    private static List<(double X, double Y)> Thinned(List<(double X, double Y)> points)
    {
        List<(double X, double Y)> kept = [];
        for (int from = 0, to; from < points.Count; from = to)
        {
            int lowest = from, highest = from;
            for (to = from; to < points.Count && Math.Floor(points[to].X * 2) == Math.Floor(points[from].X * 2); to++)
            {
                lowest = points[to].Y < points[lowest].Y ? to : lowest;
                highest = points[to].Y > points[highest].Y ? to : highest;
            }
            kept.AddRange(new SortedSet<int> { from, lowest, highest, to - 1 }.Select(i => points[i]));
        }
        return kept;
    }
}
