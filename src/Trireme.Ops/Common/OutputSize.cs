using System.Collections;
using System.Runtime.CompilerServices;

namespace Trireme;

/// <summary>The size adaptive pooling shrinks to: one integer, or one for each spatial axis, of which null keeps an axis as it is.</summary>
/// <remarks>Written as <c>7</c>, <c>(3, 4)</c> or <c>[null, 3]</c>.</remarks>
[CollectionBuilder(typeof(OutputSize), nameof(Create))]
public readonly struct OutputSize : IEnumerable<int?>
{
    private readonly int?[]? _sizes;

    private OutputSize(int?[] sizes) => _sizes = sizes;

    /// <summary>One size for each spatial axis.</summary>
    /// <param name="sizes">The sizes; null keeps an axis.</param>
    public static OutputSize Create(ReadOnlySpan<int?> sizes) => new(sizes.ToArray());

    /// <summary>The same size along every axis.</summary>
    /// <param name="size">The size.</param>
    public static implicit operator OutputSize(int size) => new([size]);

    /// <summary>A size for each of two axes.</summary>
    /// <param name="sizes">The sizes; null keeps an axis.</param>
    public static implicit operator OutputSize((int?, int?) sizes) => new([sizes.Item1, sizes.Item2]);

    /// <summary>A size for each of three axes.</summary>
    /// <param name="sizes">The sizes; null keeps an axis.</param>
    public static implicit operator OutputSize((int?, int?, int?) sizes) => new([sizes.Item1, sizes.Item2, sizes.Item3]);

    /// <summary>A size for each axis.</summary>
    /// <param name="sizes">The sizes.</param>
    public static implicit operator OutputSize(Ints sizes) => new(Array.ConvertAll(sizes.ToArray(), s => (int?)s));

    /// <summary>A size for each axis.</summary>
    /// <param name="sizes">The sizes.</param>
    public static implicit operator OutputSize(int[] sizes) => (Ints)sizes;

    /// <summary>A size for each axis.</summary>
    /// <param name="sizes">The sizes; null keeps an axis.</param>
    public static implicit operator OutputSize(int?[] sizes) => Create(sizes);

    /// <inheritdoc/>
    public IEnumerator<int?> GetEnumerator() => ((IEnumerable<int?>)(_sizes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sizes as Python prints them.</summary>
    public override string ToString() => "[" + string.Join(", ", (_sizes ?? []).Select(s => s?.ToString() ?? "None")) + "]";

    /// <summary>One size for each spatial axis.</summary>
    internal Ints Resolve(Shape spatial)
    {
        int?[] sizes = _sizes ?? [];
        if (sizes.Length != 1 && sizes.Length != spatial.Rank)
            throw new InvalidArgumentException($"outputSize {this} has {sizes.Length} values for {spatial.Rank} spatial axes.", "It must have one, or one for each.");
        var result = new int[spatial.Rank];
        for (int i = 0; i < result.Length; i++)
            result[i] = (sizes.Length == 1 ? sizes[0] : sizes[i]) ?? spatial[i];
        return new Ints(result);
    }
}
