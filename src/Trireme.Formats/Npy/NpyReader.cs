using System.Buffers.Binary;
using System.Text;
using Trireme.Formats.Files;

namespace Trireme.Formats.Npy;

/// <summary>Reads one .npy array off a stream, front to back, allocating no more than what has arrived (or is known to be there) calls for.</summary>
/// <param name="stream">Positioned at the magic bytes.</param>
/// <param name="path">Names the file in messages.</param>
/// <param name="available">Bytes that the stream will deliver at most.</param>
/// <param name="trusted">Bytes that the stream surely can deliver; buffers up to this size are allocated ahead of their content.</param>
internal sealed class NpyReader(Stream stream, string path, long available, long trusted)
{
    private const int MaxHeader = 1 << 16;
    private const int FirstBuffer = 1 << 16;
    private const int ReadSlice = 1 << 24;
    private Crc32 _crc = new();

    /// <summary>Bytes read so far.</summary>
    public long Offset { get; private set; }

    /// <summary>Checksum of the bytes read so far.</summary>
    public uint Crc => _crc.Value;

    public NumpyArray Read()
    {
        NpyHeader header = ReadHeader();
        NumpyArray array = ReadData(header);
        if (header.BigEndian)
            ArrayLayout.SwapByteOrder(array);
        if (header.Type.Kind == 'b')
            ArrayLayout.NormalizeBools(array);
        return header.FortranOrder ? ArrayLayout.FromColumnMajor(array) : array;
    }

    private NpyHeader ReadHeader()
    {
        Span<byte> prefix = stackalloc byte[12];
        Fill(prefix[..8], "the .npy signature");
        if (!prefix[..6].SequenceEqual(NpyHeader.Magic))
            throw new InvalidFileException(path, 0, "the .npy signature (93 'NUMPY') is missing", "Pass a file written by numpy.save or NpyFile.Write.");
        (int major, int minor) = (prefix[6], prefix[7]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw new InvalidFileException(
                path, 6, $"the .npy version is {major}.{minor}; known are 1.0, 2.0 and 3.0", "Save it with a NumPy that writes one of these.");
        }
        int lengthSize = major == 1 ? 2 : 4;
        Fill(prefix.Slice(8, lengthSize), "the length of the header");
        long length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (length > available - Offset || length > MaxHeader)
            throw new InvalidFileException(path, 8, $"the header claims {length} bytes; {available - Offset} are left and {MaxHeader} are the limit");
        var text = new byte[length];
        long at = Offset;
        Fill(text, "the header");
        return NpyHeader.Parse(major == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text), path, at);
    }

    private NumpyArray ReadData(NpyHeader header)
    {
        int count = header.Shape.Aggregate(1, (product, d) => product * d);
        long bytes = (long)count * header.Type.Size;
        if (bytes > available - Offset)
        {
            throw new InvalidFileException(
                path, Offset, $"the header claims {header.Type.Descr} [{string.Join(", ", header.Shape)}], {bytes} bytes, but {available - Offset} are left");
        }
        UInt128[] blocks = [];
        for (long done = 0; done < bytes;)
        {
            long capacity = Math.Min(bytes, Math.Max(trusted, Math.Max(2 * done, FirstBuffer)));
            int size = (int)((capacity + 15) / 16);
            if (done == 0)
                blocks = GC.AllocateUninitializedArray<UInt128>(size);
            else
                Array.Resize(ref blocks, size);
            done = Fill(blocks, done, Math.Min(bytes, blocks.Length * 16L));
        }
        return new NumpyArray(header.Type, header.Shape, blocks);
    }

    private long Fill(UInt128[] blocks, long from, long to)
    {
        // A view of the growing buffer as bytes; its own limits are those of the final array.
        var view = new NumpyArray(new NumpyType('c', 16), [blocks.Length], blocks);
        for (; from < to; from += Math.Min(ReadSlice, to - from))
            Fill(view.ByteRange(from, (int)Math.Min(ReadSlice, to - from)), "the elements");
        return to;
    }

    private void Fill(Span<byte> target, string what)
    {
        int got;
        try
        {
            got = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidFileException(path, Offset, $"the compressed data of {what} is damaged ({e.Message.TrimEnd('.')})", innerException: e);
        }
        _crc.Append(target[..got]);
        Offset += got;
        if (got < target.Length)
            throw new InvalidFileException(path, Offset, $"the file ends inside {what}; {target.Length - got} more bytes are needed");
    }
}
