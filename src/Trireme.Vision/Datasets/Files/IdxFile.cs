using System.Buffers.Binary;
using System.IO.Compression;
using Trireme.Formats.Files;

namespace Trireme.Vision.Datasets;

/// <summary>An IDX file of unsigned bytes, the format of MNIST and Fashion-MNIST: images [count, rows, columns] or labels [count].</summary>
/// <remarks>Layout: two zero bytes, the type (8 = unsigned byte), the number of dimensions, each dimension as a big-endian 32-bit integer, the elements
/// row-major. Only this element type is read; no data set of Paddle's uses another.</remarks>
public sealed class IdxFile
{
    private const byte UnsignedByte = 8;
    private const int MaxRank = 8;
    private const int ChunkSize = 1 << 16;

    // Deflate cannot make less than one byte out of 1032, so a larger claim is a lie.
    private const long LargestRatio = 1032;

    private readonly int[] _shape;
    private readonly byte[] _data;
    private readonly int _itemSize;

    private IdxFile(int[] shape, byte[] data)
    {
        _shape = shape;
        _data = data;
        _itemSize = shape[0] == 0 ? 0 : data.Length / shape[0];
    }

    /// <summary>The dimensions, the number of items first.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>The number of items: the first dimension.</summary>
    public int Count => _shape[0];

    /// <summary>All elements, row-major.</summary>
    public ReadOnlySpan<byte> Data => _data;

    /// <summary>The elements of one item: one image's pixels, or one label.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _data.AsSpan(index * _itemSize, _itemSize);
        }
    }

    internal ReadOnlyMemory<byte> Memory => _data;

    /// <summary>Reads a file, gzip or plain (told by its first bytes, not by its name).</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">The number of dimensions it must have (3 for images, 1 for labels); null for any.</param>
    /// <returns>The whole content.</returns>
    /// <exception cref="InvalidFileException">It is not an IDX file of unsigned bytes and that rank, or holds less or more than its header says.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IdxFile Read(string path, int? rank = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path, rank);
    }

    /// <summary>Reads from a stream that can seek, from its position to its end; see <see cref="Read(string, int?)"/>.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="rank">The number of dimensions it must have; null for any.</param>
    /// <returns>The whole content.</returns>
    /// <exception cref="InvalidFileException">As for a file.</exception>
    public static IdxFile Read(Stream stream, string name, int? rank = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long size = stream.Length - stream.Position;
        bool compressed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = stream.Length - size;
        if (!compressed)
            return Read(stream, name, rank, size);
        try
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            return Read(gzip, name, rank, null, size);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidFileException(name, 0, $"the gzip data is damaged ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }

    /// <summary>Writes a file, whole or not at all; compressed where the name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="shape">The dimensions, the number of items first; 1 to 8 of them.</param>
    /// <param name="data">The elements, as many as the product of the dimensions.</param>
    /// <exception cref="ArgumentException">The data does not fit the shape.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<int> shape, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Count is < 1 or > MaxRank || shape.Any(d => d < 0) || shape.Aggregate((Int128)1, (n, d) => n * d) != data.Length)
        {
            throw new ArgumentException($"{path}: {data.Length} bytes do not make the shape [{string.Join(", ", shape)}]. "
                + $"Give 1 to {MaxRank} dimensions whose product is the number of bytes.", nameof(shape));
        }
        byte[] header = new byte[4 + (4 * shape.Count)];
        (header[2], header[3]) = (UnsignedByte, (byte)shape.Count);
        for (int i = 0; i < shape.Count; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        AtomicFile.Write(path, file =>
        {
            using Stream? gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true)
                : null;
            Stream target = gzip ?? file;
            target.Write(header);
            target.Write(data.Span);
        });
    }

    /// <summary>Wraps elements that are in memory already; they must fit the shape.</summary>
    internal static IdxFile Of(int[] shape, byte[] data) => new(shape, data);

    private static IdxFile Read(Stream stream, string name, int? rank, long? plainSize, long compressedSize = 0)
    {
        Span<byte> magic = stackalloc byte[4], dimension = stackalloc byte[4];
        Fill(stream, magic, name, 0, "the header");
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UnsignedByte || magic[3] is 0 or > MaxRank || (rank is { } r && magic[3] != r))
        {
            throw new InvalidFileException(name, 0, $"the magic number is {BinaryPrimitives.ReadInt32BigEndian(magic)} (0x{Convert.ToHexString(magic)}), not "
                + (rank is { } want ? $"{(UnsignedByte << 8) + want}" : $"between {(UnsignedByte << 8) + 1} and {(UnsignedByte << 8) + MaxRank}"),
                "Give an IDX file of unsigned bytes; images have the magic number 2051, labels 2049.");
        }
        int[] shape = new int[magic[3]];
        Int128 count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            Fill(stream, dimension, name, 4 + (4 * i), "the dimensions");
            uint d = BinaryPrimitives.ReadUInt32BigEndian(dimension);
            if (d > int.MaxValue)
                throw new InvalidFileException(name, 4 + (4 * i), $"dimension {i} is {d}, more than {int.MaxValue}");
            shape[i] = (int)d;
            count *= d;
        }
        int header = 4 + (4 * shape.Length);
        string claim = $"the header says [{string.Join(", ", shape)}], that is {count} bytes of data";
        if (plainSize is { } size && count != size - header)
            throw new InvalidFileException(name, header, $"{claim}, but {size - header} follow it");
        if (count > Array.MaxLength || (plainSize is null && count > compressedSize * LargestRatio))
            throw new InvalidFileException(name, header, $"{claim}, more than {(plainSize is null ? "its compressed size can hold" : "an array can hold")}");
        byte[] data = Elements(stream, name, (int)count, header, plainSize is null ? Math.Max(ChunkSize, 4 * compressedSize) : (long)count);
        if (stream.ReadByte() >= 0)
            throw new InvalidFileException(name, header + (long)count, $"{claim}, but more follow");
        return new IdxFile(shape, data);
    }

    /// <summary>Reads <paramref name="count"/> bytes; the array grows as they come, so a lie in the header costs no memory.</summary>
    private static byte[] Elements(Stream stream, string name, int count, int header, long firstSize)
    {
        byte[] data = new byte[(int)Math.Min(count, firstSize)];
        for (int filled = 0; ;)
        {
            Fill(stream, data.AsSpan(filled), name, header + filled, $"the {count} bytes of data that the header announces");
            filled = data.Length;
            if (filled == count)
                return data;
            Array.Resize(ref data, (int)Math.Min(count, 2L * filled));
        }
    }

    private static void Fill(Stream stream, Span<byte> target, string name, long offset, string what)
    {
        int got = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (got < target.Length)
            throw new InvalidFileException(name, offset + got, $"the file ends inside {what}");
    }
}
