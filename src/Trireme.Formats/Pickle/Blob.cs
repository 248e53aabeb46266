using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>
/// A long text or byte string that stays in the file until its use is known: the elements of an array then go straight into the array,
/// also where they are longer than a string or byte[] of .NET can be.
/// </summary>
internal sealed class Blob(InputFile file, long offset, long length, BlobKind kind) : Unsettled
{
    private const int Chunk = 1 << 16;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private object? _value;

    public bool IsText => kind is BlobKind.ByteText or BlobKind.Utf8Text;

    /// <summary>The string or byte[] it stands for; the same object every time, as Python has it.</summary>
    public object Value => _value ??= IsText ? ReadText() : ReadBytes();

    /// <summary>The same characters as the bytes of their code points; refused later if one is above 255.</summary>
    public Blob AsBytes() => new(file, offset, length, kind is BlobKind.Utf8Text or BlobKind.Utf8Bytes ? BlobKind.Utf8Bytes : BlobKind.Bytes);

    /// <summary>The number of bytes it stands for, where that is known without reading it.</summary>
    public long? ByteCount => kind is BlobKind.Bytes or BlobKind.ByteText ? length : null;

    /// <summary>Bytes in the file, at least as many as it stands for.</summary>
    public long StoredLength => length;

    /// <summary>Fills the array; the bytes that this stands for must be exactly as many.</summary>
    public void CopyTo(NumpyArray array)
    {
        long done = 0;
        if (ByteCount is not null)
        {
            for (; done < length; done += Math.Min(Chunk, length - done))
                file.ReadAt(offset + done, array.ByteRange(done, (int)Math.Min(Chunk, length - done)));
            return;
        }
        foreach (ArraySegment<byte> piece in DecodedPieces())
        {
            if (done + piece.Count > array.ByteLength)
                throw Fail(offset, $"the text that carries {array} holds more than its {array.ByteLength} bytes");
            piece.AsSpan().CopyTo(array.ByteRange(done, piece.Count));
            done += piece.Count;
        }
        if (done != array.ByteLength)
            throw Fail(offset, $"the text that carries {array} holds {done} bytes instead of {array.ByteLength}");
    }

    public override string ToString() => IsText ? $"a text of {length} bytes" : $"{length} bytes";

    private string ReadText()
    {
        byte[] bytes = ReadRaw();
        try
        {
            return kind == BlobKind.Utf8Text ? Strict.GetString(bytes) : Encoding.Latin1.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidFileException(file.Path, offset + Math.Max(e.Index, 0), "a text is not valid UTF-8", innerException: e);
        }
        catch (Exception e) when (e is OutOfMemoryException or ArgumentException)
        {
            throw new InvalidFileException(file.Path, offset, $"a text of {length} bytes is longer than a string can be", "Split it.", e);
        }
    }

    private byte[] ReadBytes()
    {
        if (kind == BlobKind.Bytes)
            return ReadRaw();
        long count = DecodedPieces().Sum(p => (long)p.Count);
        var bytes = new byte[Limited(count)];
        int done = 0;
        foreach (ArraySegment<byte> piece in DecodedPieces())
        {
            piece.AsSpan().CopyTo(bytes.AsSpan(done));
            done += piece.Count;
        }
        return bytes;
    }

    private byte[] ReadRaw()
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(Limited(length));
        file.ReadAt(offset, bytes);
        return bytes;
    }

    private int Limited(long count) => count <= Array.MaxLength
        ? (int)count
        : throw Fail(offset, $"a byte string of {count} bytes stands outside an array; {Array.MaxLength} is the limit there", "Save it as a NumPy array.");

    private IEnumerable<ArraySegment<byte>> DecodedPieces()
    {
        // A piece of nothing but a lead byte still passes through the decoder's one byte of output.
        byte[] stored = new byte[Math.Min(Chunk, length)], decoded = new byte[stored.Length + 1];
        byte lead = 0;
        for (long at = 0; at < length;)
        {
            int count = (int)Math.Min(stored.Length, length - at);
            file.ReadAt(offset + at, stored.AsSpan(0, count));
            int written = Latin1Utf8.Decode(stored.AsSpan(0, count), decoded, ref lead);
            if (written < 0)
                throw Fail(offset + at, "a text that carries bytes holds a character above 255 or is not valid UTF-8");
            at += count;
            yield return new ArraySegment<byte>(decoded, 0, written);
        }
        if (lead != 0)
            throw Fail(offset + length, "a text that carries bytes ends inside a character");
    }

    private InvalidFileException Fail(long at, string reason, string? advice = null) => new(file.Path, at, reason, advice);
}
