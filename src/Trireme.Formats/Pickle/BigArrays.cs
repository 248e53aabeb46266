using Trireme.Formats.Files;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>How PaddlePaddle carries arrays above 1 GiB under protocols 2 and 3: cut into slices, described by an entry of their own.</summary>
internal static class BigArrays
{
    public const string Key = "UnpackBigParamInfor@@";
    private const int LargestCopy = 1 << 24;
    private const string Shape = "OriginShape", Slices = "slices";

    public static void Cut(PickleDict dict, int largestSlice)
    {
        var table = new PickleDict();
        foreach ((object? key, object? value) in dict.ToList())
        {
            if (value is not NumpyArray array || array.Length <= largestSlice / array.ItemSize)
                continue;
            int step = largestSlice / array.ItemSize;
            var names = new List<object?>();
            for (int start = 0; start < array.Length; start += Math.Min(step, array.Length - start))
            {
                string name = $"{key}@@.{names.Count}";
                names.Add(name);
                dict.Add(name, new ArraySlice(array, start, Math.Min(step, array.Length - start)));
            }
            dict.Remove(key);
            table[key] = new PickleDict { [Shape] = new PickleTuple(array.Shape.Select(d => (object?)d)), [Slices] = names };
        }
        if (table.Count > 0)
            dict[Key] = table;
    }

    public static void Join(PickleDict dict, string path)
    {
        if (!dict.TryGetValue(Key, out object? entry))
            return;
        if (entry is not PickleDict table)
            throw Bad(path, "is not a dict");
        foreach ((object? key, object? value) in table.ToList())
        {
            if (value is not PickleDict described || !described.TryGetValue(Shape, out object? shape) || !described.TryGetValue(Slices, out object? slices)
                || shape is not PickleTuple dims || slices is not List<object?> names)
            {
                throw Bad(path, $"does not tell shape and slices of '{key}'");
            }
            dict[key] = Joined(dict, key, dims, names, path);
            foreach (object? name in names)
                dict.Remove(name);
        }
        dict.Remove(Key);
    }

    private static NumpyArray Joined(PickleDict dict, object? key, PickleTuple dims, List<object?> names, string path)
    {
        var parts = new List<NumpyArray>(names.Count);
        foreach (object? name in names.Distinct())
        {
            if (name is not string || !dict.TryGetValue(name, out object? part) || part is not NumpyArray array
                || (parts.Count > 0 && array.Type != parts[0].Type))
            {
                throw Bad(path, $"names the slice '{name}' of '{key}', which is missing or of another type");
            }
            parts.Add(array);
        }
        long total = parts.Sum(p => (long)p.Length), product = 1;
        foreach (object? dimension in dims)
        {
            product *= dimension is long n and >= 0 and <= int.MaxValue ? n : throw Bad(path, $"gives '{key}' a dimension that is none");
            if (product > int.MaxValue)
                throw Bad(path, $"gives '{key}' more than {int.MaxValue} elements");
        }
        if (parts.Count < names.Count || parts.Count == 0 || product != total)
            throw Bad(path, $"gives '{key}' {product} elements, but its {parts.Count} slices hold {total}");
        var whole = new NumpyArray(parts[0].Type, [.. dims.Select(d => (int)(long)d!)], clear: false);
        long start = 0;
        foreach (NumpyArray part in parts)
        {
            for (long at = 0; at < part.ByteLength; at += LargestCopy)
            {
                Span<byte> piece = part.ByteRange(at, (int)Math.Min(LargestCopy, part.ByteLength - at));
                piece.CopyTo(whole.ByteRange(start + at, piece.Length));
            }
            start += part.ByteLength;
        }
        return whole;
    }

    private static InvalidFileException Bad(string path, string reason) => new(path, 0, $"the entry {Key} {reason}");
}
