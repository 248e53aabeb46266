using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trireme;

/// <summary>Reads .NET arrays, multi-dimensional and nested, into tensors.</summary>
internal static class ArrayReader
{
    public static Tensor Read(Array data)
    {
        var dims = new List<int>();
        Type element = Measure(data, dims);
        Tensor tensor = Tensor.Allocate(dims.ToArray(), DType.Of(element));
        int written = 0;
        Fill(data, tensor.RawBytes(), ref written, tensor.DType.Size, dims, 0);
        return tensor;
    }

    // The shape as the first nested arrays have it; Fill checks the others against it.
    private static Type Measure(Array data, List<int> dims)
    {
        for (int i = 0; i < data.Rank; i++)
            dims.Add(data.GetLength(i));
        Type element = data.GetType().GetElementType()!;
        if (!element.IsArray)
            return element;
        if (data.Rank != 1)
            throw new InvalidArgumentException("ToTensor: arrays nested in a multi-dimensional array are not read.", null, "Use one form or the other.");
        if (data.Length > 0)
            return Measure((Array)data.GetValue(0)!, dims);
        while (element.IsArray)
        {
            for (int i = 0; i < element.GetArrayRank(); i++)
                dims.Add(0);
            element = element.GetElementType()!;
        }
        return element;
    }

    private static void Fill(Array data, Span<byte> target, ref int written, int size, List<int> dims, int depth)
    {
        for (int i = 0; i < data.Rank; i++)
        {
            if (depth + i >= dims.Count || data.GetLength(i) != dims[depth + i])
                throw new InvalidArgumentException($"ToTensor: nested arrays differ in length at depth {depth + i}.", $"One has {data.GetLength(i)} elements.", "Pad them to one length.");
        }
        if (data.GetType().GetElementType()!.IsArray)
        {
            foreach (Array? part in data)
                Fill(part ?? throw new InvalidArgumentException("ToTensor: a nested array is null."), target, ref written, size, dims, depth + 1);
            return;
        }
        if (data.Length == 0)
            return;
        int bytes = data.Length * size;
        MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(data), bytes).CopyTo(target[written..]);
        written += bytes;
    }
}
