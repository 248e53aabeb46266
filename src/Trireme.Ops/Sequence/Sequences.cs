using Trireme.Operators;

namespace Trireme;

/// <summary>What operators over sequences share: where the sequences are, rows in another order, sums over sequences.</summary>
internal static class Sequences
{
    /// <summary>The offsets of a tensor's innermost sequences.</summary>
    public static int[] Offsets(ComposeContext c, string slot) => LodOf(c, slot)[-1].ToArray();

    public static Lod LodOf(ComposeContext c, string slot) => LodOf(c, c[slot], slot);

    public static Lod LodOf(ComposeContext c, Tensor x, string slot)
    {
        c.Require(x.Lod is not null, $"{slot} has no sequences.", "Set its Lod, or feed it with one.");
        return x.Lod!;
    }

    public static Lod LodOf(IReadOnlyList<int> lengths) => Lod.FromLengths(lengths);

    /// <summary>Rows of a tensor by number; -1 takes the row <paramref name="absent"/>, or zeros.</summary>
    public static Tensor Rows(Tensor x, int[] index, Lod? lod = null, Tensor? absent = null)
    {
        if (Array.IndexOf(index, -1) >= 0)
        {
            int rows = x.Shape[0];
            absent ??= Paddle.Zeros(x.Shape.With(0, 1), x.DType);
            x = Paddle.Concat([x, absent]);
            index = Array.ConvertAll(index, i => i < 0 ? rows : i);
        }
        Tensor y = new IndexSelectOp().Apply(x, Tensor.From<int>(index, index.Length));
        y.Lod = lod;
        return y;
    }

    /// <summary>Sums of the rows that belong together; <paramref name="owners"/> says to which of <paramref name="count"/> sums a row belongs.</summary>
    public static Tensor Sums(Tensor x, int[] owners, int count)
        => new IndexAccumulateOp(x.Shape.With(0, count), 0).Apply(x, Tensor.From<int>(owners, owners.Length));

    /// <summary>For each row the number of its sequence.</summary>
    public static int[] Owners(ReadOnlySpan<int> offsets)
    {
        int[] owners = new int[offsets[^1]];
        for (int i = 0; i + 1 < offsets.Length; i++)
            owners.AsSpan(offsets[i], offsets[i + 1] - offsets[i]).Fill(i);
        return owners;
    }

    /// <summary>A second handle of the same values, to which other sequences can be given.</summary>
    public static Tensor With(Tensor x, Lod? lod)
    {
        Tensor y = Reshape2Op.ViewOf(x.Unsqueeze(0), x.Shape);
        y.Lod = lod;
        return y;
    }

    /// <summary>Rows whose number is not known before a run.</summary>
    public static TensorMeta AnyRows(TensorMeta x) => x with { Shape = x.Shape.With(0, -1) };

    public static long[] Integers(Tensor x) => x.DType == DType.Int64 ? x.ToArray<long>() : x.Cast(DType.Int64).ToArray<long>();

    public static Tensor Column(IReadOnlyList<double> values, Tensor like)
        => Tensor.From<double>(values.ToArray(), (int[])[values.Count, .. Enumerable.Repeat(1, like.Ndim - 1)]).Cast(like.DType);
}
