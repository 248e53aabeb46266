using System.Collections;
using System.Runtime.CompilerServices;

namespace Trireme;

/// <summary>How many times larger an image becomes: one number, or one for each spatial axis.</summary>
/// <remarks>Written as <c>2</c>, <c>0.5</c> or <c>[2, 1.5f]</c>.</remarks>
[CollectionBuilder(typeof(ScaleFactor), nameof(Create))]
public readonly struct ScaleFactor : IEnumerable<float>
{
    private readonly float[]? _factors;

    private ScaleFactor(float[] factors) => _factors = factors;

    /// <summary>One factor for each spatial axis.</summary>
    /// <param name="factors">The factors.</param>
    public static ScaleFactor Create(ReadOnlySpan<float> factors) => new(factors.ToArray());

    /// <summary>The same factor along every axis.</summary>
    /// <param name="factor">The factor.</param>
    public static implicit operator ScaleFactor(double factor) => new([(float)factor]);

    /// <summary>One factor for each spatial axis.</summary>
    /// <param name="factors">The factors.</param>
    public static implicit operator ScaleFactor(float[] factors) => Create(factors);

    /// <summary>One factor for each spatial axis.</summary>
    /// <param name="factors">The factors.</param>
    public static implicit operator ScaleFactor(double[] factors) => new(Array.ConvertAll(factors, f => (float)f));

    /// <inheritdoc/>
    public IEnumerator<float> GetEnumerator() => ((IEnumerable<float>)(_factors ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal float[] Resolve(int spatial)
    {
        float[] factors = _factors ?? [];
        if (factors.Length == 1)
            factors = [.. Enumerable.Repeat(factors[0], spatial)];
        if (factors.Length != spatial)
            throw new InvalidArgumentException($"scaleFactor has {factors.Length} values for {spatial} spatial axes.");
        if (!Array.TrueForAll(factors, f => f > 0))
            throw new InvalidArgumentException($"scaleFactor [{string.Join(", ", factors)}] must be positive.");
        return factors;
    }
}
