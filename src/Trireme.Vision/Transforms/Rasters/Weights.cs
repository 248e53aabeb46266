namespace Trireme.Vision.Transforms.Rasters;

/// <summary>For each target position, the source positions that count and how much; the weights of each add up to 1.</summary>
internal sealed class Weights
{
    private readonly int[] _first, _start;
    private readonly float[] _weights;

    public Weights(int from, int to, ResamplingFilter filter)
    {
        double scale = (double)from / to, stretch = filter.Widens ? Math.Max(scale, 1) : 1, reach = filter.Support * stretch;
        var all = new List<float>();
        _first = new int[to];
        _start = new int[to + 1];
        var window = new double[((int)Math.Ceiling(reach) * 2) + 2];
        for (int i = 0; i < to; i++)
        {
            double centre = (i + 0.5) * scale;
            int low = (int)Math.Floor(centre - reach + 0.5), high = (int)Math.Floor(centre + reach + 0.5);
            int first = Math.Clamp(low, 0, from - 1), last = Math.Clamp(high - 1, first, from - 1);
            Array.Clear(window);
            double sum = 0;
            for (int at = low; at < high; at++)
            {
                double weight = filter.Weight((at - centre + 0.5) / stretch);
                // Where the window reaches beyond the edge, the edge stands for what is missing, or (as Pillow has it) the window ends.
                if (filter.Widens && (at < first || at > last))
                    continue;
                window[Math.Clamp(at, first, last) - first] += weight;
                sum += weight;
            }
            (_first[i], _start[i]) = (first, all.Count);
            for (int k = 0; k <= last - first; k++)
                all.Add((float)(window[k] / sum));
        }
        _start[to] = all.Count;
        _weights = [.. all];
    }

    public int Count => _first.Length;

    /// <summary>The weights of one target position, and the first source position they belong to.</summary>
    public ReadOnlySpan<float> Of(int target, out int first)
    {
        first = _first[target];
        return _weights.AsSpan(_start[target].._start[target + 1]);
    }
}
