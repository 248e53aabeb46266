using System.Buffers.Binary;
using System.IO.Compression;
using Trireme.Formats.Files;

namespace Trireme.Fluid;

/// <summary>
/// RecordIO files of Paddle 1.x: chunks of records. A chunk is the number 0x01020304, the number of records, the CRC-32 of what is stored, the
/// <see cref="Compressor"/> and the stored size, each four bytes little-endian, and what is stored: each record's size as four bytes and the record.
/// </summary>
public static class RecordioFile
{
    private const uint Magic = 0x01020304;
    private const int HeaderSize = 20;

    /// <summary>Reads the records of a file one by one.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The records; a chunk at a time is in memory.</returns>
    /// <exception cref="InvalidFileException">When read: a chunk is damaged.</exception>
    /// <exception cref="IOException">When read: the file cannot be read.</exception>
    public static IEnumerable<byte[]> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Records(path);
    }

    /// <summary>Writes records to a file, whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="records">The records.</param>
    /// <param name="compressor">How chunks are compressed.</param>
    /// <param name="maxNumRecords">How many records a chunk has; at least 1.</param>
    /// <returns>How many records there were.</returns>
    /// <exception cref="InvalidArgumentException"><paramref name="maxNumRecords"/> is below 1, or there is no such compressor.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static int Write(string path, IEnumerable<byte[]> records, Compressor compressor = Compressor.Snappy, int maxNumRecords = 1000)
    {
        ArgumentNullException.ThrowIfNull(records);
        Reader.RequirePositive(maxNumRecords, "RecordioFile", "maxNumRecords");
        if (!Enum.IsDefined(compressor))
            throw new InvalidArgumentException($"RecordioFile: there is no compressor {(int)compressor}.", null, "Use NoCompress, Snappy or Gzip.");
        int count = 0;
        AtomicFile.Write(path, stream =>
        {
            foreach (byte[][] chunk in records.Chunk(maxNumRecords))
            {
                WriteChunk(stream, chunk, compressor);
                count += chunk.Length;
            }
        });
        return count;
    }

    private static IEnumerable<byte[]> Records(string path)
    {
        using InputFile file = InputFile.Open(path);
        while (file.Remaining > 0)
        {
            foreach (byte[] record in ReadChunk(file))
                yield return record;
        }
    }

    private static void WriteChunk(Stream stream, byte[][] records, Compressor compressor)
    {
        var content = new MemoryStream();
        Span<byte> size = stackalloc byte[4];
        foreach (byte[] record in records)
        {
            BinaryPrimitives.WriteInt32LittleEndian(size, record.Length);
            content.Write(size);
            content.Write(record);
        }
        ReadOnlySpan<byte> plain = content.GetBuffer().AsSpan(0, (int)content.Length);
        ReadOnlySpan<byte> stored = compressor switch
        {
            Compressor.Snappy => SnappyStream.Compress(plain),
            Compressor.Gzip => Gzip(plain),
            _ => plain,
        };
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], records.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Crc32.Of(stored));
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], (int)compressor);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], stored.Length);
        stream.Write(header);
        stream.Write(stored);
    }

    private static byte[][] ReadChunk(InputFile file)
    {
        long start = file.Position;
        uint magic = file.ReadUInt32("the header of a chunk");
        if (magic != Magic)
            throw new InvalidFileException(file.Path, start, $"a chunk begins with 0x{magic:X8}, not 0x{Magic:X8}", "Give a RecordIO file of Paddle 1.x.");
        uint count = file.ReadUInt32("the number of records"), checksum = file.ReadUInt32("the checksum"), compressor = file.ReadUInt32("the compressor"),
            size = file.ReadUInt32("the size of a chunk");
        if (size > file.Remaining || size > Array.MaxLength)
            throw new InvalidFileException(file.Path, start, $"the chunk claims {size} bytes; {file.Remaining} are left");
        long at = file.Position;
        byte[] stored = new byte[size];
        file.Read(stored, "a chunk");
        if (Crc32.Of(stored) != checksum)
            throw new InvalidFileException(file.Path, at, $"the chunk's checksum is {Crc32.Of(stored):X8}, the header says {checksum:X8}");
        byte[] content = (Compressor)compressor switch
        {
            Compressor.NoCompress => stored,
            Compressor.Snappy => SnappyStream.Decompress(stored) ?? throw new InvalidFileException(file.Path, at, "the snappy data is damaged"),
            Compressor.Gzip => Unzip(stored, file.Path, at),
            _ => throw new InvalidFileException(file.Path, start + 12, $"the compressor is {compressor}; 0, 1 and 2 are known"),
        };
        return Split(content, count, file.Path, at);
    }

    private static byte[][] Split(ReadOnlySpan<byte> content, uint count, string path, long at)
    {
        if (count > content.Length / 4)
            throw new InvalidFileException(path, at, $"the chunk claims {count} records; its {content.Length} bytes hold at most {content.Length / 4}");
        byte[][] records = new byte[count][];
        for (int i = 0; i < records.Length; i++)
        {
            uint size = content.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(content);
            if (content.Length < 4 || size > content.Length - 4)
                throw new InvalidFileException(path, at, $"record {i} of the chunk's {count} goes beyond its end");
            records[i] = content.Slice(4, (int)size).ToArray();
            content = content[(4 + (int)size)..];
        }
        if (!content.IsEmpty)
            throw new InvalidFileException(path, at, $"{content.Length} bytes are left after the chunk's {count} records");
        return records;
    }

    private static byte[] Gzip(ReadOnlySpan<byte> plain)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(plain);
        return target.ToArray();
    }

    private static byte[] Unzip(byte[] stored, string path, long at)
    {
        try
        {
            var target = new MemoryStream();
            using var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
            gzip.CopyTo(target);
            return target.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidFileException(path, at, $"the gzip data is damaged ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }
}
