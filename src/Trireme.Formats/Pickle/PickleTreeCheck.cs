using Trireme.Formats.Files;

namespace Trireme.Formats.Pickle;

/// <summary>
/// Makes sure that code which walks the finished tree with plain recursion ends: nothing contains itself, nothing is nested too deep, and values
/// shared many times over do not unfold into more than a file of this size can mean.
/// </summary>
internal sealed class PickleTreeCheck(long fileLength, Func<string, string?, InvalidFileException> fail)
{
    public const int MaxDepth = 400;
    private const long Unfolded = 10_000_000;
    private readonly Dictionary<object, (int Height, long Size)?> _known = new(ReferenceEqualityComparer.Instance);
    private readonly long _limit = Math.Max(Unfolded, 16 * fileLength);

    public static InvalidArgumentException TooDeepToWrite()
        => new("pickle: the value is nested too deep.", $"It has more than {MaxDepth} levels, or contains itself.", "Write a flatter tree.");

    public void Check(object? root)
    {
        (int _, long size) = Measure(root, 0);
        if (size > _limit)
            throw fail($"shared values unfold to more than {_limit} items", null);
    }

    private (int Height, long Size) Measure(object? node, int depth)
    {
        IEnumerable<object?>? children = node switch
        {
            List<object?> list => list,
            PickleTuple tuple => tuple,
            PickleSet set => set,
            PickleDict dict => dict.SelectMany(p => (IEnumerable<object?>)[p.Key, p.Value]),
            PickleSlice slice => [slice.Start, slice.Stop, slice.Step],
            _ => null,
        };
        if (children is null)
            return (0, 1);
        if (_known.TryGetValue(node!, out (int Height, long Size)? known))
        {
            (int Height, long Size) measured = known ?? throw fail("a value contains itself", "Save a tree of plain values.");
            return depth + measured.Height <= MaxDepth ? measured : throw TooDeep();
        }
        if (depth > MaxDepth)
            throw TooDeep();
        _known[node!] = null;
        int height = 0;
        long size = 1;
        foreach (object? child in children)
        {
            (int h, long s) = Measure(child, depth + 1);
            height = Math.Max(height, h + 1);
            // Each step adds at most the limit, so this cannot overflow before it stops growing.
            size = Math.Min(size + s, _limit + 1);
        }
        _known[node!] = (height, size);
        return (height, size);
    }

    private InvalidFileException TooDeep() => fail($"values are nested more than {MaxDepth} deep", "Save a flatter structure.");
}
