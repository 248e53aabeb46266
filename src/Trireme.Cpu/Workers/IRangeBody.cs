namespace Trireme.Cpu;

/// <summary>
/// Work over a half-open range of item indices, handed to <see cref="Workers"/>. A struct, so that starting parallel work
/// allocates nothing and the body can be inlined into the loop that calls it.
/// </summary>
public interface IRangeBody
{
    /// <summary>Does the items <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive).</summary>
    /// <remarks>Called from several threads at once with disjoint ranges; must not depend on how the ranges are cut.</remarks>
    void Run(int start, int end);
}
