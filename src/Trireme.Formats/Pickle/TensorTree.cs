using System.Collections;
using System.Runtime.CompilerServices;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>Finds the tensors in a tree of values: PaddlePaddle pickles a tensor outside a state dict as the pair (name, array).</summary>
internal static class TensorTree
{
    /// <summary>Pairs become tensors; where there is no pair at all, arrays do (without a name).</summary>
    public static object? FromPickle(object? tree)
    {
        bool pairs = Contains(tree, v => Pair(v) is not null);
        return Rewrite(tree, v => Pair(v) ?? (v is NumpyArray array && !pairs ? new PaddleTensor(null, array) : null));
    }

    /// <summary>Tensors become pairs, or bare arrays where they have no name.</summary>
    public static object? ToPickle(object? tree)
        => Rewrite(tree, v => v is PaddleTensor tensor ? tensor.Name is { } name ? new PickleTuple(name, tensor.Array) : tensor.Array : null);

    public static bool HasTensor(object? tree) => Contains(tree, v => v is PaddleTensor);

    private static PaddleTensor? Pair(object? value)
        => value is PickleTuple { Count: 2 } pair && pair[0] is string name && pair[1] is NumpyArray array ? new PaddleTensor(name, array) : null;

    private static bool Contains(object? tree, Func<object?, bool> wanted)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        return Visit(tree, 0);

        // Deeper values are refused when they are rewritten.
        bool Visit(object? value, int depth) => wanted(value)
            || (depth <= PickleTreeCheck.MaxDepth && Children(value) is { } children && seen.Add(value!) && children.Any(c => Visit(c, depth + 1)));
    }

    /// <summary>A copy of the tree in which <paramref name="replace"/> has had its way with every value; what occurs twice stays one object.</summary>
    private static object? Rewrite(object? tree, Func<object?, object?> replace)
    {
        var done = new Dictionary<object, object?>(ReferenceEqualityComparer.Instance);
        return Visit(tree, 0);

        object? Visit(object? value, int depth)
        {
            if (replace(value) is { } replacement)
                return replacement;
            if (Children(value) is null)
                return value;
            if (depth > PickleTreeCheck.MaxDepth)
                throw PickleTreeCheck.TooDeepToWrite();
            if (done.TryGetValue(value!, out object? known))
                return known;
            object? copy = Copy(value, v => Visit(v, depth + 1));
            done[value!] = copy;
            return copy;
        }
    }

    private static object? Copy(object? value, Func<object?, object?> visit)
    {
        switch (value)
        {
            case PickleTuple tuple:
                return new PickleTuple([.. tuple.Items.Select(visit)]);
            case ITuple tuple:
                return new PickleTuple([.. Items(tuple).Select(visit)]);
            case PickleDict dict:
                var items = new PickleDict { IsOrderedDict = dict.IsOrderedDict };
                foreach ((object? key, object? item) in dict)
                    items[key] = visit(item);
                return items;
            case IDictionary dict:
                var entries = new PickleDict();
                foreach ((object? key, object? item) in PickleDict.Entries(dict))
                    entries[key] = visit(item);
                return entries;
            default:
                return ((IList)value!).Cast<object?>().Select(visit).ToList();
        }
    }

    private static IEnumerable<object?>? Children(object? value) => value switch
    {
        byte[] => null,
        PickleTuple tuple => tuple,
        ITuple tuple => Items(tuple),
        PickleDict dict => dict.Select(p => p.Value),
        IDictionary dict => dict.Values.Cast<object?>(),
        IList list => list.Cast<object?>(),
        _ => null,
    };

    private static IEnumerable<object?> Items(ITuple tuple) => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]);
}
