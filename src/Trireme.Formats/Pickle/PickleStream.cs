using System.Buffers.Binary;
using System.Text;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>The instructions that differ between protocols, and the memo of a pickle being written.</summary>
internal sealed class PickleStream(Stream stream, int protocol)
{
    private const int Chunk = 1 << 16;
    private readonly Dictionary<object, int> _memo = [];
    private readonly byte[] _encoded = new byte[2 * Chunk];

    /// <summary>Python 3 renamed the module; pickles of protocol 2 keep the old name, which both know.</summary>
    public string Builtins => protocol < 3 ? "__builtin__" : "builtins";

    public void Write(Opcode opcode) => stream.WriteByte((byte)opcode);

    public void WriteByte(byte value) => stream.WriteByte(value);

    public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    public void WriteUInt16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    public void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    public void WriteText(ReadOnlySpan<byte> utf8)
    {
        if (protocol >= 4 && utf8.Length <= byte.MaxValue)
        {
            Write(Opcode.ShortBinUnicode);
            WriteByte((byte)utf8.Length);
        }
        else
        {
            Write(Opcode.BinUnicode);
            WriteUInt32((uint)utf8.Length);
        }
        stream.Write(utf8);
    }

    public void WriteGlobal(string module, string name) => Once((module, name), () =>
    {
        if (protocol >= 4)
        {
            WriteText(Encoding.ASCII.GetBytes(module));
            WriteText(Encoding.ASCII.GetBytes(name));
            Write(Opcode.StackGlobal);
            return;
        }
        Write(Opcode.Global);
        stream.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    });

    /// <summary>Writes something the first time, and from then on recalls it from the memo.</summary>
    public void Once(object key, Action write)
    {
        if (_memo.TryGetValue(key, out int number))
        {
            Write(number <= byte.MaxValue ? Opcode.BinGet : Opcode.LongBinGet);
            WriteNumber(number);
            return;
        }
        write();
        number = _memo.Count;
        _memo.Add(key, number);
        if (protocol >= 4)
        {
            Write(Opcode.Memoize);
            return;
        }
        Write(number <= byte.MaxValue ? Opcode.BinPut : Opcode.LongBinPut);
        WriteNumber(number);
    }

    public void WriteBytes(byte[] bytes)
    {
        if (protocol >= 3)
        {
            WriteBytesHeader(bytes.Length);
            stream.Write(bytes);
            return;
        }
        if (bytes.Length == 0)
        {
            WriteGlobal(Builtins, "bytes");
            Write(Opcode.EmptyTuple);
            Write(Opcode.Reduce);
            return;
        }
        WriteAsText(bytes.Length, Latin1Utf8.CountHigh(bytes), () => WriteEncoded(bytes));
    }

    /// <summary>A run of an array's bytes, piece by piece: it may be longer than a byte[].</summary>
    public void WriteBytes(NumpyArray array, long start, long length)
    {
        if (protocol >= 3)
        {
            WriteBytesHeader(length);
            ForPieces(array, start, length, piece => stream.Write(piece));
            return;
        }
        if (length == 0)
        {
            WriteBytes([]);
            return;
        }
        long high = 0;
        ForPieces(array, start, length, piece => high += Latin1Utf8.CountHigh(piece));
        WriteAsText(length, high, () => ForPieces(array, start, length, WriteEncoded));
    }

    private static void ForPieces(NumpyArray array, long start, long length, Action<ReadOnlySpan<byte>> use)
    {
        for (long at = 0; at < length; at += Chunk)
            use(array.ByteRange(start + at, (int)Math.Min(Chunk, length - at)));
    }

    private void WriteNumber(int number)
    {
        if (number <= byte.MaxValue)
            WriteByte((byte)number);
        else
            WriteUInt32((uint)number);
    }

    private void WriteBytesHeader(long length)
    {
        if (length <= byte.MaxValue)
        {
            Write(Opcode.ShortBinBytes);
            WriteByte((byte)length);
        }
        else if (length <= uint.MaxValue)
        {
            Write(Opcode.BinBytes);
            WriteUInt32((uint)length);
        }
        else
        {
            RequireFits(length, protocol >= 4);
            Write(Opcode.BinBytes8);
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
            stream.Write(bytes);
        }
    }

    private void WriteAsText(long length, long high, Action write)
    {
        RequireFits(length, length + high <= uint.MaxValue);
        WriteGlobal("_codecs", "encode");
        Write(Opcode.BinUnicode);
        WriteUInt32((uint)(length + high));
        write();
        Once("latin1", () => WriteText("latin1"u8));
        Write(Opcode.Tuple2);
        Write(Opcode.Reduce);
    }

    private void WriteEncoded(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(Chunk, bytes.Length)..])
        {
            int count = Latin1Utf8.Encode(bytes[..Math.Min(Chunk, bytes.Length)], _encoded);
            stream.Write(_encoded, 0, count);
        }
    }

    private void RequireFits(long length, bool fits)
    {
        if (!fits)
        {
            throw new InvalidArgumentException(
                $"pickle: {length} bytes do not fit one value of protocol {protocol}.", "The limit is 4 GiB as stored.", "Use protocol 4.");
        }
    }
}
