using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>Coordinates of a grid: result i has the values of tensor i along axis i and is constant along the others.</summary>
    /// <param name="args">Vectors or scalars.</param>
    /// <exception cref="InvalidArgumentException">A tensor has more than one dimension, or element types differ.</exception>
    /// <remarks>Mirrors paddle.meshgrid.</remarks>
    public static Tensor[] Meshgrid(params Tensor[] args)
    {
        foreach (Tensor t in args)
        {
            if (t.Ndim > 1 || t.DType != args[0].DType)
                throw new InvalidArgumentException($"Meshgrid: every argument must be a vector of {args[0].DType}.", $"One is {t.Shape} {t.DType}.");
        }
        Shape shape = args.Select(t => (int)t.Size).ToArray();
        return args.Select((t, i) =>
        {
            var dims = new int[args.Length];
            Array.Fill(dims, 1);
            dims[i] = (int)t.Size;
            return Reshape2Op.ViewOf(t, dims).Expand(shape);
        }).ToArray();
    }

    /// <summary>Coordinates of a grid; see <see cref="Meshgrid(Tensor[])"/>.</summary>
    /// <param name="args">Vectors or scalars.</param>
    /// <exception cref="InvalidArgumentException">A tensor has more than one dimension, or element types differ.</exception>
    /// <remarks>Mirrors paddle.meshgrid.</remarks>
    public static Tensor[] Meshgrid(IReadOnlyList<Tensor> args) => Meshgrid([.. args]);

    /// <summary>Every element several times in a row.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="repeats">How often.</param>
    /// <param name="axis">The axis; null takes the flattened tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside x, or the number is negative.</exception>
    /// <remarks>Mirrors paddle.repeat_interleave.</remarks>
    public static Tensor RepeatInterleave(this Tensor x, int repeats, int? axis = null, string? name = null)
    {
        if (repeats < 0)
            throw new InvalidArgumentException($"RepeatInterleave: repeats is {repeats}.", $"x {x.Shape} {x.DType}", "It must be at least 0.");
        Tensor source = axis is null || x.Ndim == 0 ? x.Flatten() : x;
        int a = Axes.Of(source, axis ?? 0, "RepeatInterleave");
        Shape added = (int[])[.. source.Shape[..(a + 1)].AsSpan(), repeats, .. source.Shape[(a + 1)..].AsSpan()];
        return Reshape2Op.ViewOf(source.Unsqueeze(a + 1).Expand(added), source.Shape.With(a, source.Shape[a] * repeats));
    }

    /// <summary>Every slice along an axis as often as a tensor says.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="repeats">int32 or int64: how often, for each slice; one number counts for all.</param>
    /// <param name="axis">The axis; null takes the flattened tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside x, or the numbers do not fit it.</exception>
    /// <remarks>Mirrors paddle.repeat_interleave.</remarks>
    public static Tensor RepeatInterleave(this Tensor x, Tensor repeats, int? axis = null, string? name = null)
    {
        Tensor source = axis is null || x.Ndim == 0 ? x.Flatten() : x;
        int a = Axes.Of(source, axis ?? 0, "RepeatInterleave"), length = source.Shape[a];
        if (repeats.Ndim > 1 || (repeats.Size != 1 && repeats.Size != length))
        {
            throw new InvalidArgumentException($"RepeatInterleave: {repeats.Size} numbers do not fit axis {a} of length {length}.",
                $"x {x.Shape} {x.DType}, repeats {repeats.Shape} {repeats.DType}");
        }
        var positions = new List<int>();
        for (int i = 0; i < length; i++)
        {
            int count = repeats.ItemAt<int>(repeats.Size == 1 ? 0 : i);
            if (count < 0)
                throw new InvalidArgumentException($"RepeatInterleave: repeats[{i}] is {count}.", remedy: "It must be at least 0.");
            positions.AddRange(Enumerable.Repeat(i, count));
        }
        return new IndexSelectOp(a).Apply(source, Tensor.From<int>(positions.ToArray(), positions.Count));
    }

    /// <summary>All combinations of r elements of a vector, in order.</summary>
    /// <param name="x">A vector.</param>
    /// <param name="r">How many elements a combination has.</param>
    /// <param name="withReplacement">Whether an element may occur more than once.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>[combinations, r].</returns>
    /// <exception cref="InvalidArgumentException">x is no vector, or r is negative.</exception>
    /// <remarks>Mirrors paddle.combinations.</remarks>
    public static Tensor Combinations(this Tensor x, int r = 2, bool withReplacement = false, string? name = null)
    {
        if (x.Ndim != 1 || r < 0)
            throw new InvalidArgumentException($"Combinations: x must be a vector and r, {r}, at least 0.", $"x {x.Shape} {x.DType}");
        var positions = new List<int>();
        var chosen = new int[r];
        Choose(0, 0);
        return Reshape2Op.ViewOf(x.IndexSelect(Tensor.From<int>(positions.ToArray(), positions.Count)), (r == 0 ? 0 : positions.Count / r, r));

        void Choose(int place, int first)
        {
            if (place == r)
            {
                positions.AddRange(chosen);
                return;
            }
            for (int i = first; i < x.Shape[0]; i++)
            {
                chosen[place] = i;
                Choose(place + 1, withReplacement ? i : i + 1);
            }
        }
    }

    /// <summary>Powers of a vector's elements, one column each.</summary>
    /// <param name="x">A vector of N elements.</param>
    /// <param name="n">How many powers; N where null.</param>
    /// <param name="increasing">Whether the exponents rise from 0; otherwise they fall to 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>[N, n].</returns>
    /// <exception cref="InvalidArgumentException">x is no vector, or n is negative.</exception>
    /// <remarks>Mirrors paddle.vander.</remarks>
    public static Tensor Vander(this Tensor x, int? n = null, bool increasing = false, string? name = null)
    {
        int count = n ?? (int)x.Size;
        if (x.Ndim != 1 || count < 0)
            throw new InvalidArgumentException($"Vander: x must be a vector and n, {n}, at least 0.", $"x {x.Shape} {x.DType}");
        if (count == 0)
            return Zeros((x.Shape[0], 0), x.DType);
        var columns = new List<Tensor> { x.OnesLike() };
        while (columns.Count < count)
            columns.Add(columns[^1] * x);
        if (!increasing)
            columns.Reverse();
        return Stack(columns, 1);
    }

    /// <summary>Which part of an index range belongs to a shard: index − first index of the shard inside it, a fixed value outside.</summary>
    /// <param name="input">int32 or int64.</param>
    /// <param name="indexNum">How many indices there are in all.</param>
    /// <param name="nshards">How many shards.</param>
    /// <param name="shardId">Which shard; 0 to nshards - 1.</param>
    /// <param name="ignoreValue">What stands for indices of other shards.</param>
    /// <exception cref="InvalidArgumentException">The numbers do not fit.</exception>
    /// <remarks>Mirrors paddle.shard_index.</remarks>
    public static Tensor ShardIndex(this Tensor input, int indexNum, int nshards, int shardId, int ignoreValue = -1)
    {
        if (nshards < 1 || shardId < 0 || shardId >= nshards || !input.DType.IsInteger)
        {
            throw new InvalidArgumentException($"ShardIndex: shard {shardId} of {nshards} does not exist, or the indices are no integers.",
                $"input {input.Shape} {input.DType}; shardId must lie in [0, {nshards - 1}].");
        }
        int size = (indexNum + nshards - 1) / nshards, first = shardId * size;
        Tensor local = input - first;
        return (local >= 0).LogicalAnd(local < size).Where(local, (Scalar)ignoreValue);
    }
}
