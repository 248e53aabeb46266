using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Trireme.Formats.Files;

namespace Trireme.Formats.Matlab;

/// <summary>Reads the matrices of MATLAB's files of version 5, compressed or not.</summary>
/// <remarks>Format: "MAT-File Format", MathWorks, level 5. Real matrices of numbers are read; texts, cells, structures and sparse matrices are passed
/// over.</remarks>
public static class MatFile
{
    private const int HeaderSize = 128, TagSize = 8, Matrix = 14, Compressed = 15, FirstNumericClass = 6, LastNumericClass = 15;
    private const long LargestRatio = 1040;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The matrices by name.</returns>
    /// <exception cref="InvalidFileException">It is no such file, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, MatMatrix> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] file = File.ReadAllBytes(path);
        if (file.Length < HeaderSize || file[126] != (byte)'I' || file[127] != (byte)'M' || file[125] != 1)
            throw new InvalidFileException(path, 124, "it does not begin as a little-endian MATLAB file of version 5", "Save it with -v7 or -v6.");
        var matrices = new Dictionary<string, MatMatrix>(StringComparer.Ordinal);
        for (int at = HeaderSize; at < file.Length;)
        {
            (int type, ReadOnlyMemory<byte> body, int next) = Element(file, at, path, at);
            if (type == Compressed)
                Add(matrices, Inflated(body, path, at), path, at);
            else if (type == Matrix)
                Add(matrices, file.AsMemory(at, next - at), path, at);
            at = next;
        }
        return matrices;
    }

    private static void Add(Dictionary<string, MatMatrix> matrices, ReadOnlyMemory<byte> element, string path, int place)
    {
        (int type, ReadOnlyMemory<byte> body, _) = Element(element, 0, path, place);
        if (type != Matrix)
            return;
        (_, ReadOnlyMemory<byte> flags, int at) = Element(body, 0, path, place);
        int kind = flags.Length >= 4 ? flags.Span[0] : 0;
        bool isComplex = flags.Length >= 4 && (flags.Span[1] & 8) != 0;
        if (kind is < FirstNumericClass or > LastNumericClass || isComplex)
            return;
        (int dimsType, ReadOnlyMemory<byte> dims, at) = Element(body, at, path, place);
        (_, ReadOnlyMemory<byte> name, at) = Element(body, at, path, place);
        (int valueType, ReadOnlyMemory<byte> values, _) = Element(body, at, path, place);
        int[] shape = Array.ConvertAll(Numbers(dimsType, dims.Span, path, place), d => (int)d);
        double[] numbers = Numbers(valueType, values.Span, path, place);
        if (shape.Length < 2 || shape.Any(d => d < 0) || shape.Aggregate((Int128)1, (n, d) => n * d) != numbers.Length)
            throw new InvalidFileException(path, place, $"a matrix of the shape [{string.Join(", ", shape)}] has {numbers.Length} elements");
        matrices[Encoding.ASCII.GetString(name.Span)] = new MatMatrix(shape, numbers);
    }

    // A tag says type and size; small elements lie in the tag itself. Elements end at multiples of eight bytes, but compressed ones.
    private static (int Type, ReadOnlyMemory<byte> Body, int Next) Element(ReadOnlyMemory<byte> data, int at, string path, int place)
    {
        if (data.Length - at < TagSize)
            throw new InvalidFileException(path, place, $"{data.Length - at} bytes are left where an element begins");
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(data.Span[at..]), small = first >> 16;
        if (small > 0)
        {
            return small <= 4 ? ((int)(first & 0xFFFF), data.Slice(at + 4, (int)small), at + TagSize)
                : throw new InvalidFileException(path, place, $"a small element claims {small} bytes");
        }
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(data.Span[(at + 4)..]);
        if (size > data.Length - at - TagSize)
            throw new InvalidFileException(path, place, $"an element claims {size} bytes; {data.Length - at - TagSize} are left");
        int end = at + TagSize + (int)size, padded = first == Compressed ? end : (end + 7) / 8 * 8;
        return ((int)first, data.Slice(at + TagSize, (int)size), Math.Min(padded, data.Length));
    }

    private static byte[] Inflated(ReadOnlyMemory<byte> body, string path, int place)
    {
        try
        {
            using var inflate = new ZLibStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
            byte[] tag = new byte[TagSize];
            inflate.ReadExactly(tag);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(tag.AsSpan(4));
            if (size > body.Length * LargestRatio || size > Array.MaxLength - TagSize)
                throw new InvalidFileException(path, place, $"a compressed element of {body.Length} bytes claims {size}");
            byte[] whole = new byte[TagSize + (int)size];
            tag.CopyTo(whole, 0);
            inflate.ReadExactly(whole.AsSpan(TagSize));
            return whole;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidFileException(path, place, $"the compressed element is damaged ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }

    private static double[] Numbers(int type, ReadOnlySpan<byte> bytes, string path, int place)
    {
        int size = type switch { 1 or 2 => 1, 3 or 4 => 2, 5 or 6 or 7 => 4, 9 or 12 or 13 => 8, _ => 0 };
        if (size == 0 || bytes.Length % size != 0)
            throw new InvalidFileException(path, place, $"{bytes.Length} bytes of the type {type} are no numbers");
        var numbers = new double[bytes.Length / size];
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<byte> own = bytes.Slice(i * size, size);
            numbers[i] = type switch
            {
                1 => (sbyte)own[0],
                2 => own[0],
                3 => BinaryPrimitives.ReadInt16LittleEndian(own),
                4 => BinaryPrimitives.ReadUInt16LittleEndian(own),
                5 => BinaryPrimitives.ReadInt32LittleEndian(own),
                6 => BinaryPrimitives.ReadUInt32LittleEndian(own),
                7 => BinaryPrimitives.ReadSingleLittleEndian(own),
                9 => BinaryPrimitives.ReadDoubleLittleEndian(own),
                12 => BinaryPrimitives.ReadInt64LittleEndian(own),
                _ => BinaryPrimitives.ReadUInt64LittleEndian(own),
            };
        }
        return numbers;
    }
}
