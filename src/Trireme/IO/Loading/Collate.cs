namespace Trireme.IO;

/// <summary>Puts samples together into a batch: one tensor a field, with the batch as first dimension.</summary>
internal static class Collate
{
    /// <summary>Paddle's default: numbers become [B], arrays and tensors [B, …].</summary>
    public static Tensor[] Default(IReadOnlyList<Sample> samples)
    {
        int fields = samples[0].Count;
        var batch = new Tensor[fields];
        for (int f = 0; f < fields; f++)
            batch[f] = Stack(samples, f);
        return batch;
    }

    private static Tensor Stack(IReadOnlyList<Sample> samples, int field)
    {
        Tensor first = ToTensor(samples[0][field], "DataLoader", field);
        int bytes = checked(first.Numel * first.DType.Size);
        Tensor batch = Tensor.Allocate([samples.Count, .. first.Shape.AsSpan()], first.DType);
        for (int i = 0; i < samples.Count; i++)
        {
            if (samples[i].Count <= field)
                throw new InvalidArgumentException($"DataLoader: sample {i} of the batch has {samples[i].Count} fields, the first one {samples[0].Count}.");
            Tensor one = i == 0 ? first : ToTensor(samples[i][field], "DataLoader", field);
            if (one.Shape != first.Shape || one.DType != first.DType)
            {
                throw new InvalidArgumentException($"DataLoader: field {field} of the samples does not stack.",
                    $"The first is {first.Shape} {first.DType}; number {i} of the batch is {one.Shape} {one.DType}.", "Give all samples one shape, or pass collateFn.");
            }
            one.RawBytes().CopyTo(batch.RawBytes()[(i * bytes)..]);
            GC.KeepAlive(one);
        }
        return batch;
    }

    /// <summary>A field of a sample: a number becomes a tensor without dimensions, an array one of its shape.</summary>
    public static Tensor ToTensor(object? value, string user, int field) => value switch
    {
        Tensor tensor => tensor,
        float x => Tensor.From([x], default),
        double x => Tensor.From([x], default),
        long x => Tensor.From([x], default),
        // An int is a Python int: labels come out as int64.
        int x => Tensor.From([(long)x], default),
        byte x => Tensor.From([x], default),
        ulong x => Tensor.From([x], default),
        bool x => Tensor.From([x], default),
        float[] a => Tensor.From<float>(a, a.Length),
        double[] a => Tensor.From<double>(a, a.Length),
        long[] a => Tensor.From<long>(a, a.Length),
        int[] a => Tensor.From<int>(a, a.Length),
        byte[] a => Tensor.From<byte>(a, a.Length),
        Array array => Paddle.ToTensor(array),
        null => throw new InvalidArgumentException($"{user}: field {field} of a sample is null."),
        _ => throw new InvalidArgumentException($"{user}: field {field} of a sample is a {value.GetType().Name}.",
            "Tensors, numbers and arrays of numbers can be stacked.", "Convert it first; a DataLoader can also be given a collateFn."),
    };
}
