namespace Trireme;

/// <summary>Reading and writing parts of a tensor by Python's index syntax.</summary>
internal static class Indexing
{
    /// <summary>x[index].</summary>
    public static Tensor GetItem(Tensor x, ReadOnlySpan<TensorIndex> index)
    {
        (int[] starts, int[] sizes, Shape shape) = Resolve(x, index);
        Tensor result = Tensor.Allocate(shape, x.DType);
        Copy(x, starts, sizes, result, write: false);
        return result;
    }

    /// <summary>x[index] = value.</summary>
    public static void SetItem(Tensor x, ReadOnlySpan<TensorIndex> index, Tensor value)
    {
        (int[] starts, int[] sizes, Shape shape) = Resolve(x, index);
        Tensor full = Paddle.Add(value.Cast(x.DType), Paddle.Zeros(shape, x.DType));
        Copy(x, starts, sizes, full, write: true);
        x.BumpVersion();
    }

    private static (int[] Starts, int[] Sizes, Shape Shape) Resolve(Tensor x, ReadOnlySpan<TensorIndex> index)
    {
        if (index.Length > x.Ndim)
            throw new InvalidArgumentException($"{index.Length} indices were given.", $"The tensor's shape {x.Shape} has {x.Ndim} dimensions.");
        var starts = new int[x.Ndim];
        int[] sizes = x.Shape.ToArray();
        var shape = new List<int>();
        for (int i = 0; i < sizes.Length; i++)
        {
            int n = sizes[i];
            if (i >= index.Length)
            {
                shape.Add(n);
                continue;
            }
            TensorIndex item = index[i];
            if (item.Kind == TensorIndexKind.Position)
            {
                int p = item.Start!.Value;
                if (p < -n || p >= n)
                    throw new OutOfRangeException($"index {p} lies outside dimension {i}.", $"The tensor's shape is {x.Shape}.");
                starts[i] = p < 0 ? p + n : p;
                sizes[i] = 1;
                continue;
            }
            if (item.Kind != TensorIndexKind.Slice || item.Step != 1)
                throw new InvalidArgumentException("This kind of index is only read by the full indexing operators.");
            int start = Clamp(item.Start ?? 0, n), stop = Clamp(item.Stop ?? n, n);
            starts[i] = start;
            sizes[i] = Math.Max(0, stop - start);
            shape.Add(sizes[i]);
        }
        return (starts, sizes, shape.ToArray());
    }

    private static int Clamp(int p, int n) => Math.Clamp(p < 0 ? p + n : p, 0, n);

    private static void Copy(Tensor x, int[] starts, int[] sizes, Tensor part, bool write)
    {
        int size = x.DType.Size, rank = sizes.Length;
        Span<byte> all = x.RawBytes(), some = part.RawBytes();
        int run = rank == 0 ? size : sizes[^1] * size, done = 0;
        if (some.Length == 0)
            return;
        var at = new int[rank];
        while (true)
        {
            long offset = 0;
            for (int i = 0; i < rank; i++)
                offset = (offset * x.Shape[i]) + starts[i] + (i == rank - 1 ? 0 : at[i]);
            Span<byte> a = all.Slice((int)(offset * size), run), b = some.Slice(done, run);
            (write ? b : a).CopyTo(write ? a : b);
            done += run;
            int d = rank - 2;
            while (d >= 0 && ++at[d] == sizes[d])
                at[d--] = 0;
            if (d < 0)
                break;
        }
        GC.KeepAlive(x);
        GC.KeepAlive(part);
    }
}
