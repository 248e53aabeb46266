namespace Trireme.Formats.Images.Jpeg;

/// <summary>Cuts a scan's entropy-coded data at its restart markers and removes the zero bytes stuffed after 0xFF.</summary>
internal sealed class EntropySegments(int fileBytes)
{
    private readonly byte[] _buffer = new byte[fileBytes + BitReader.Padding];

    /// <summary>The marker that ended the last segment; 0 where the file ended.</summary>
    public int Marker { get; private set; }

    /// <summary>Reads one segment and leaves <paramref name="file"/> behind the restart marker, or on the 0xFF of any other.</summary>
    public BitReader Next(ref ByteCursor file)
    {
        ReadOnlySpan<byte> data = file.Data[file.Position..];
        int from = 0, length = 0;
        Marker = 0;
        while (Marker == 0 && from < data.Length)
        {
            int run = data[from..].IndexOf((byte)0xFF);
            run = run < 0 ? data.Length - from : run;
            data.Slice(from, run).CopyTo(_buffer.AsSpan(length));
            length += run;
            from += run;
            int after = from + 1;
            while (after < data.Length && data[after] == 0xFF)
            {
                after++;
            }
            if (after >= data.Length)
            {
                from = data.Length;
            }
            else if (data[after] == 0)
            {
                _buffer[length++] = 0xFF;
                from = after + 1;
            }
            else
            {
                Marker = data[after];
                from = Marker is >= 0xD0 and <= 0xD7 ? after + 1 : after - 1;
            }
        }
        file.Position += from;
        _buffer.AsSpan(length, BitReader.Padding).Clear();
        return new BitReader(_buffer, length);
    }
}
