namespace Trireme;

public static partial class Paddle
{
    /// <summary>How many points lie in each box of a grid with equal boxes.</summary>
    /// <param name="x">Points [.., D], floating point.</param>
    /// <param name="bins">How many boxes along each dimension: one number for all or D numbers; 10 where null.</param>
    /// <param name="ranges">Where the grid begins and ends in each dimension, 2 · D finite numbers; the least and the largest coordinate where null. Equal ones
    /// are moved apart by 0.5 each.</param>
    /// <param name="density">Whether counts are divided by the total and by the volume of the box.</param>
    /// <param name="weights">What each point counts, [..]; 1 where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>The counts, D dimensions, of x's type; and the D vectors of the boxes' borders.</returns>
    /// <exception cref="InvalidArgumentException">Numbers or shapes do not fit, or a range ends before it begins.</exception>
    /// <remarks>The last box along a dimension includes its end; points outside are not counted. Mirrors paddle.histogramdd.</remarks>
    public static (Tensor Hist, Tensor[] HistEdges) Histogramdd(this Tensor x, Ints? bins = null, IReadOnlyList<double>? ranges = null, bool density = false,
        Tensor? weights = null, string? name = null)
    {
        Tensor points = Points(x);
        int dims = points.Shape[1];
        int[] counts = (bins ?? 10).Repeat(dims, "bins").ToArray();
        if (counts.Any(n => n < 1) || (ranges is not null
            && (ranges.Count != 2 * dims || Enumerable.Range(0, dims).Any(d => !(ranges[2 * d] <= ranges[(2 * d) + 1])))))
        {
            throw new InvalidArgumentException($"Histogramdd: {string.Join(" x ", counts)} boxes cannot be laid out.",
                $"x is {x.Shape}; ranges are {(ranges is null ? "those of x" : $"[{string.Join(", ", ranges)}]")}.",
                $"Give at least one box a dimension, and {2 * dims} ascending ranges.");
        }
        var edges = new Tensor[dims];
        for (int d = 0; d < dims; d++)
        {
            bool isEmpty = points.Shape[0] == 0;
            double low = ranges?[2 * d] ?? (isEmpty ? 0 : points[.., d].Min().Item());
            double high = ranges?[(2 * d) + 1] ?? (isEmpty ? 1 : points[.., d].Max().Item());
            if (!double.IsFinite(low) || !double.IsFinite(high))
                throw new InvalidArgumentException($"Histogramdd: the range [{low}, {high}] of dimension {d} is not finite.", $"x {x.Shape}", "Pass ranges.");
            edges[d] = low == high ? Linspace(low - 0.5, high + 0.5, counts[d] + 1, x.DType) : Linspace(low, high, counts[d] + 1, x.DType);
        }
        return (Count(x, points, edges, density, weights), edges);
    }

    /// <summary>How many points lie in each box of a grid with given borders.</summary>
    /// <param name="x">Points [.., D], floating point.</param>
    /// <param name="bins">The borders along each dimension, D ascending vectors of x's type.</param>
    /// <param name="ranges">Unused: the borders say where the grid begins and ends.</param>
    /// <param name="density">Whether counts are divided by the total and by the volume of the box.</param>
    /// <param name="weights">What each point counts, [..]; 1 where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>The counts, D dimensions, of x's type; and the borders.</returns>
    /// <exception cref="InvalidArgumentException">Numbers or shapes do not fit.</exception>
    /// <remarks>The last box along a dimension includes its end; points outside are not counted. Mirrors paddle.histogramdd.</remarks>
    public static (Tensor Hist, Tensor[] HistEdges) Histogramdd(this Tensor x, IReadOnlyList<Tensor> bins, IReadOnlyList<double>? ranges = null,
        bool density = false, Tensor? weights = null, string? name = null)
    {
        Tensor points = Points(x);
        if (bins.Count != points.Shape[1] || bins.Any(b => b.Ndim != 1 || b.Size < 2 || b.DType != x.DType))
        {
            string borders = string.Join(", ", bins.Select(b => $"{b.Shape} {b.DType}"));
            throw new InvalidArgumentException($"Histogramdd: borders {borders} do not fit points {x.Shape} {x.DType}.",
                $"There must be {points.Shape[1]} vectors with at least two numbers, of x's type.");
        }
        return (Count(x, points, [.. bins], density, weights), [.. bins]);
    }

    private static Tensor Points(Tensor x)
        => x.Ndim >= 2 && x.DType.IsFloating ? x.Reshape([-1, x.Shape[-1]])
            : throw new InvalidArgumentException($"Histogramdd: x is {x.Shape} {x.DType}.", "It must hold points: [.., D], floating point.");

    private static Tensor Count(Tensor x, Tensor points, Tensor[] edges, bool density, Tensor? weights)
    {
        if (weights is not null && weights.Shape != x.Shape[..^1])
            throw new InvalidArgumentException($"Histogramdd: weights {weights.Shape} do not fit points {x.Shape}.", $"They must be {x.Shape[..^1]}.");
        int[] counts = Array.ConvertAll(edges, e => e.Shape[0] - 1);
        Tensor box = Zeros([points.Shape[0]], DType.Int64), inside = Ones([points.Shape[0]], DType.Bool);
        for (int d = 0; d < edges.Length; d++)
        {
            Tensor coordinate = points[.., d], along = Searchsorted(edges[d], coordinate, right: true) - 1;
            along = coordinate.Equal(edges[d][^1]).Where((Scalar)(counts[d] - 1), along);
            inside = inside & (along >= 0) & (along < counts[d]) & !coordinate.Isnan();
            box = (box * counts[d]) + along;
        }
        Tensor? each = weights?.Cast(DType.Float64).Flatten().MaskedSelect(inside);
        Tensor sums = box.MaskedSelect(inside).Bincount(each, checked((int)((Shape)counts).Numel)).Cast(DType.Float64).Reshape(counts);
        if (density)
        {
            sums /= sums.Sum();
            for (int d = 0; d < edges.Length; d++)
            {
                Tensor borders = edges[d].Cast(DType.Float64);
                sums /= (borders[1..] - borders[..^1]).Reshape([-1, .. Enumerable.Repeat(1, edges.Length - 1 - d)]);
            }
        }
        return sums.Cast(x.DType);
    }
}
