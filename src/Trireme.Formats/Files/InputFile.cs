using System.Buffers.Binary;

namespace Trireme.Formats.Files;

/// <summary>A file being parsed: it knows its size and name, reads forward through a buffer, and can go back to a place for bulk data.</summary>
internal sealed class InputFile : IDisposable
{
    private const int BufferSize = 1 << 15;
    private readonly Stream _stream;
    private readonly long _origin;
    private readonly bool _owned;
    private readonly byte[] _buffer = new byte[BufferSize];
    private long _bufferStart;
    private int _bufferCount;

    private InputFile(Stream stream, string path, bool owned)
    {
        _stream = stream;
        _origin = stream.Position;
        _owned = owned;
        Path = path;
        Length = stream.Length - stream.Position;
    }

    public string Path { get; }

    public long Length { get; }

    public long Position { get; set; }

    public long Remaining => Length - Position;

    public static InputFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Over(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), path, owned: true);
    }

    /// <summary>A stream that cannot seek is read to its end first.</summary>
    public static InputFile Over(Stream stream, string path, bool owned = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek)
            return new InputFile(stream, path, owned);
        var copy = new MemoryStream();
        using (owned ? stream : null)
            stream.CopyTo(copy);
        copy.Position = 0;
        return new InputFile(copy, path, owned: true);
    }

    public byte ReadByte(string what)
    {
        if (Position >= Length)
            throw Ends(what, 1);
        if (Position < _bufferStart || Position >= _bufferStart + _bufferCount)
            FillBuffer();
        return _buffer[Position++ - _bufferStart];
    }

    public void Read(Span<byte> target, string what)
    {
        if (target.Length > Remaining)
            throw Ends(what, target.Length);
        ReadAt(Position, target);
        Position += target.Length;
    }

    public ushort ReadUInt16(string what)
    {
        Span<byte> bytes = stackalloc byte[2];
        Read(bytes, what);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint ReadUInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(bytes, what);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadUInt64(string what)
    {
        Span<byte> bytes = stackalloc byte[8];
        Read(bytes, what);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Fills <paramref name="target"/> from any place of the file; the caller has checked that the file is long enough.</summary>
    public void ReadAt(long offset, Span<byte> target)
    {
        long inBuffer = offset - _bufferStart;
        if (inBuffer >= 0 && inBuffer + target.Length <= _bufferCount)
        {
            _buffer.AsSpan((int)inBuffer, target.Length).CopyTo(target);
            return;
        }
        if (target.Length < BufferSize / 2 && offset == Position)
        {
            FillBuffer();
            _buffer.AsSpan(0, target.Length).CopyTo(target);
            return;
        }
        ReadFromStream(offset, target);
    }

    public InvalidFileException Ends(string what, long needed) => new(
        Path, Position, $"the file ends inside {what}: {needed} bytes are needed and {Remaining} are left");

    public void Dispose()
    {
        if (_owned)
            _stream.Dispose();
    }

    private void FillBuffer()
    {
        int count = (int)Math.Min(BufferSize, Remaining);
        _bufferCount = 0;
        ReadFromStream(Position, _buffer.AsSpan(0, count));
        _bufferStart = Position;
        _bufferCount = count;
    }

    private void ReadFromStream(long offset, Span<byte> target)
    {
        _stream.Position = _origin + offset;
        int got = _stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (got < target.Length)
            throw new InvalidFileException(Path, offset + got, "the file became shorter while it was read", "Read it again when nothing writes to it.");
    }
}
