using System.Buffers.Binary;
using Trireme.Formats.Files;

namespace Trireme.Formats.Images;

/// <summary>A position in a file's bytes. Every read is checked, so that a truncated file ends in one clear exception.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> data, string path)
{
    public readonly ReadOnlySpan<byte> Data = data;
    public readonly string Path = path;

    public int Position { get; set; }

    public readonly int Left => Data.Length - Position;

    public byte U8() => Take(1)[0];

    public int Big16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint Big32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int Little16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Little32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left)
        {
            throw Bad($"the file is cut short: {count} bytes are needed here, {Math.Max(0, Left)} are left");
        }
        ReadOnlySpan<byte> taken = Data.Slice(Position, count);
        Position += count;
        return taken;
    }

    public readonly InvalidFileException Bad(string reason, string? advice = null) => BadAt(Position, reason, advice);

    public readonly InvalidFileException BadAt(long offset, string reason, string? advice = null, Exception? inner = null)
        => new(Path, offset, reason, advice, inner);

    /// <summary>Refuses a size that is empty or above the caller's limit or an array's, before anything is allocated for it.</summary>
    public readonly void RequireSize(long height, long width, int channels, long maxPixels)
    {
        if (height < 1 || width < 1)
        {
            throw Bad($"the header claims {height} rows of {width} pixels; both must be at least 1");
        }
        // Height and width are below 2^32 each, so their product may pass 2^63.
        UInt128 pixels = (UInt128)(ulong)height * (ulong)width;
        if (pixels > (ulong)Math.Max(0, maxPixels) || pixels * (uint)channels > (ulong)Array.MaxLength)
        {
            throw Bad($"the header claims {height} x {width} pixels, above the limit of {maxPixels}", "Pass a larger maxPixels if the file can be trusted.");
        }
    }
}
