using System.Buffers.Binary;
using Google.Protobuf;
using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Formats.ProgramDesc.Wire;

namespace Trireme.Formats.Tensors;

/// <summary>Reads tensor streams one after another from a file, and believes nothing that the file's size contradicts.</summary>
internal sealed class TensorReader(InputFile file)
{
    /// <summary>Below the size from which buffers are collected only rarely.</summary>
    private const int ChunkSize = 1 << 16;

    private const int MaxDescriptionSize = 1 << 12;
    private const int MaxRank = 64;
    private static readonly MessageParser<VarType.Types.TensorDesc> Parser = VarType.Types.TensorDesc.Parser.WithDiscardUnknownFields(true);
    private byte[]? _chunk;

    public TensorRecord ReadLodTensor(string what) => WithData(ReadLodHeader(what), what);

    public void ReadLodTensor(string name, string what, TensorChunk receive) => ReadData(name, ReadLodHeader(what), receive);

    public SelectedRowsRecord ReadSelectedRows()
    {
        RequireVersion("selected rows");
        long[] rows = ReadNumbers(checked((long)Math.Min(file.ReadUInt64("the number of rows"), long.MaxValue / 8)) * 8, "the row numbers");
        long height = (long)file.ReadUInt64("the height");
        foreach (long row in rows)
        {
            if (row < 0 || row >= height)
                throw Bad($"row {row} is outside the height {height}");
        }
        long at = file.Position;
        TensorRecord value = WithData(ReadHeader("the rows", []), "the rows");
        if (rows.LongLength != (value.Dims.Length == 0 ? 1 : value.Dims[0]))
            throw new InvalidFileException(file.Path, at, $"there are {rows.Length} row numbers for a tensor {value.Header}");
        return new SelectedRowsRecord(rows, height, value);
    }

    public void RequireEnd(string advice)
    {
        if (file.Remaining > 0)
            throw Bad($"{file.Remaining} bytes are left after the last tensor", advice);
    }

    private TensorHeader ReadLodHeader(string what)
    {
        RequireVersion(what);
        ulong levels = file.ReadUInt64($"the number of sequence levels of {what}");
        if (levels > MaxRank)
            throw Bad($"{what} claims {levels} levels of sequence offsets; there can be {MaxRank}");
        var lod = new long[levels][];
        for (int i = 0; i < lod.Length; i++)
        {
            ulong bytes = file.ReadUInt64($"the size of sequence level {i} of {what}");
            if (bytes % 8 != 0)
                throw Bad($"sequence level {i} of {what} has {bytes} bytes, which is no multiple of 8");
            lod[i] = ReadNumbers((long)Math.Min(bytes, long.MaxValue), $"sequence level {i} of {what}");
            if (lod[i].Length > 0 && (lod[i][0] != 0 || !IsAscending(lod[i])))
                throw Bad($"the offsets of sequence level {i} of {what} do not rise from 0");
        }
        return ReadHeader(what, lod);
    }

    private TensorHeader ReadHeader(string what, long[][] lod)
    {
        RequireVersion(what);
        uint size = file.ReadUInt32($"the size of the description of {what}");
        long at = file.Position;
        if (size > MaxDescriptionSize || size > file.Remaining)
            throw Bad($"the description of {what} claims {size} bytes; {Math.Min(file.Remaining, MaxDescriptionSize)} can be there");
        Span<byte> bytes = stackalloc byte[(int)size];
        file.Read(bytes, $"the description of {what}");
        VarType.Types.TensorDesc description;
        try
        {
            description = Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidFileException(file.Path, at, $"the description of {what} cannot be read: {e.Message.TrimEnd('.')}", innerException: e);
        }
        if (!description.HasDataType)
            throw new InvalidFileException(file.Path, at, $"{what} does not state its element type");
        if (description.Dims.Count > MaxRank)
            throw new InvalidFileException(file.Path, at, $"{what} has {description.Dims.Count} dimensions; there can be {MaxRank}");
        var header = new TensorHeader((int)description.DataType, [.. description.Dims], lod);
        if (!header.TryByteCount(out long count, out string reason))
            throw new InvalidFileException(file.Path, at, $"{what}: {reason}");
        if (count > file.Remaining)
            throw Bad($"{what} is {header} and needs {count} bytes; {file.Remaining} are left");
        return header;
    }

    private TensorRecord WithData(TensorHeader header, string what)
    {
        if (header.ByteCount > Array.MaxLength)
            throw Bad($"{what} has {header.ByteCount} bytes, more than one array can hold", "Read it in chunks.");
        byte[] data = GC.AllocateUninitializedArray<byte>((int)header.ByteCount);
        file.Read(data, what);
        return new TensorRecord(header, data);
    }

    private void ReadData(string name, TensorHeader header, TensorChunk receive)
    {
        _chunk ??= new byte[ChunkSize];
        long count = header.ByteCount;
        if (count == 0)
            receive(name, header, 0, []);
        for (long offset = 0; offset < count;)
        {
            Span<byte> chunk = _chunk.AsSpan(0, (int)Math.Min(_chunk.Length, count - offset));
            file.Read(chunk, name);
            receive(name, header, offset, chunk);
            offset += chunk.Length;
        }
    }

    private long[] ReadNumbers(long bytes, string what)
    {
        if (bytes > file.Remaining)
            throw file.Ends(what, bytes);
        if (bytes / 8 > Array.MaxLength)
            throw Bad($"{what} has {bytes / 8} numbers, more than one array can hold");
        var numbers = new long[bytes / 8];
        file.Read(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()), what);
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(numbers, numbers);
        return numbers;
    }

    private static bool IsAscending(long[] offsets)
    {
        for (int i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
                return false;
        }
        return true;
    }

    private void RequireVersion(string what)
    {
        uint version = file.ReadUInt32($"the version of {what}");
        if (version != 0)
        {
            throw new InvalidFileException(
                file.Path, file.Position - 4, $"{what} has version {version}; version 0 is the only one", "Is it a parameter file? These are .pdiparams, "
                + "__params__ and the per-variable files of fluid; .pdparams files are pickles.");
        }
    }

    private InvalidFileException Bad(string reason, string? advice = null) => new(file.Path, file.Position, reason, advice);
}
