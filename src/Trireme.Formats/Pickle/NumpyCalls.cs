using Trireme.Formats.Files;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>Element types, arrays and scalars of NumPy as pickles describe them.</summary>
internal sealed class NumpyCalls(Func<string, string?, InvalidFileException> fail)
{
    private const int MaxRank = 64;

    public PendingType MakeType(string code)
    {
        if (NumpyType.FromCode(code) is { } type)
            return new PendingType(type, bigEndian: false);
        if (NumpyType.FromDescr(code) is { } full)
            return new PendingType(full.Type, full.BigEndian);
        throw fail(
            $"the element type of an array is '{(code.Length <= 40 ? code : code[..40] + "…")}'; known are {NumpyType.Known}",
            "Convert the array with astype before saving it (objects and text are never read).");
    }

    /// <summary>State of a dtype: (version, order, subarray, names, fields, size, alignment, flags), in later versions also metadata.</summary>
    public void SetByteOrder(PendingType type, PickleTuple state)
    {
        object?[] s = state.Items;
        if (s is not [long, string or byte[], null, null, null, ..] || s.Length is not (8 or 9))
            throw fail("the state of a numpy.dtype is not that of a plain number type", null);
        type.BigEndian = (s[1] is byte[] bytes ? System.Text.Encoding.Latin1.GetString(bytes) : s[1]) switch
        {
            "<" => false,
            "|" or "=" => type.BigEndian,
            ">" => type.Type.Size > 1,
            _ => throw fail("the byte order of a numpy.dtype is none of < > | =", null),
        };
    }

    /// <summary>State of an array: (version, shape, type, whether column-major, bytes).</summary>
    public NumpyArray MakeArray(PickleTuple state)
    {
        if (state.Items is not [long, PickleTuple shape, PendingType type, var order, var data])
            throw fail("the state of a numpy.ndarray is not (version, shape, type, order, data)", null);
        bool columns = order switch
        {
            bool b => b,
            long i and (0 or 1) => i == 1,
            _ => throw fail("the order flag of a numpy.ndarray is neither true nor false", null),
        };
        return Make(type, Shape(shape), columns, data);
    }

    public NumpyArray FromBuffer(object? data, PendingType type, PickleTuple shape, string order)
        => Make(type, Shape(shape), order switch { "C" => false, "F" => true, _ => throw fail($"an array has the unknown order '{order}'", null) }, data);

    public NumpyScalar MakeScalar(PendingType type, object? data) => new(Make(type, [], columns: false, data));

    private NumpyArray Make(PendingType type, int[] shape, bool columns, object? data)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            count *= dimension;
            if (count > int.MaxValue)
                throw fail($"an array claims the shape [{string.Join(", ", shape)}]; the limit is {int.MaxValue} elements", "Save it in parts.");
        }
        long bytes = count * type.Type.Size;
        (long least, long most) = data switch
        {
            byte[] b => (b.Length, b.Length),
            string s => (s.Length, s.Length),
            Blob { ByteCount: { } known } => (known, known),
            Blob blob => (blob.StoredLength / 2, blob.StoredLength),
            _ => throw fail($"the elements of an array are {PickleCalls.Describe(data)}", "Save numbers (objects are never read)."),
        };
        if (bytes < least || bytes > most)
            throw fail($"an array claims {type.Type.Descr} [{string.Join(", ", shape)}], {bytes} bytes, but {most} bytes of elements are there", null);
        var array = new NumpyArray(type.Type, shape, clear: false);
        Fill(array, data!);
        if (type.BigEndian)
            ArrayLayout.SwapByteOrder(array);
        if (type.Type.Kind == 'b')
            ArrayLayout.NormalizeBools(array);
        return columns ? ArrayLayout.FromColumnMajor(array) : array;
    }

    private void Fill(NumpyArray array, object data)
    {
        switch (data)
        {
            case byte[] bytes:
                bytes.CopyTo(array.Bytes);
                break;
            case string text:
                Span<byte> target = array.Bytes;
                for (int i = 0; i < text.Length; i++)
                    target[i] = PickleCalls.ByteOf(text[i], fail);
                break;
            case Blob blob:
                blob.AsBytes().CopyTo(array);
                break;
        }
    }

    private int[] Shape(PickleTuple shape)
    {
        if (shape.Count > MaxRank)
            throw fail($"an array claims {shape.Count} dimensions; {MaxRank} is the limit", null);
        return [.. shape.Items.Select(d => d is long n and >= 0 and <= int.MaxValue
            ? (int)n
            : throw fail($"a dimension of an array is {PickleCalls.Describe(d)}; it must be 0 to {int.MaxValue}", "Save the array in parts."))];
    }
}
