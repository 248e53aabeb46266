using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Tensors;

/// <summary>Reads and writes files of one tensor: the per-variable files of fluid, named like the variable, and paddle.save's binary form.</summary>
/// <remarks>Also the stream itself, of which parameter files are made; see <see cref="CombinedTensorFile"/>.</remarks>
public static class TensorFile
{
    /// <summary>Reads the tensor of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The content is no tensor stream, is damaged, or goes on after the tensor.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static TensorRecord Read(string path)
    {
        using InputFile file = InputFile.Open(path);
        return ReadWhole(file);
    }

    /// <summary>Reads the tensor that a stream holds from where it stands to its end.</summary>
    /// <param name="stream">A readable stream; one that cannot seek is read to its end first.</param>
    /// <param name="name">Names the stream in messages.</param>
    /// <exception cref="InvalidFileException">As for <see cref="Read(string)"/>.</exception>
    public static TensorRecord Read(Stream stream, string name = "stream")
    {
        using InputFile file = InputFile.Over(stream, name);
        return ReadWhole(file);
    }

    /// <summary>Reads the tensor of a file piece by piece, so that its elements are never held here.</summary>
    /// <param name="path">The file.</param>
    /// <param name="receive">Receives the pieces; the name is empty.</param>
    /// <exception cref="InvalidFileException">As for <see cref="Read(string)"/>; pieces may have been delivered before.</exception>
    public static void Read(string path, TensorChunk receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        using InputFile file = InputFile.Open(path);
        var reader = new TensorReader(file);
        reader.ReadLodTensor("", "the tensor", receive);
        reader.RequireEnd(OneTensor);
    }

    /// <summary>Reads a file of selected rows.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The content is damaged or something else.</exception>
    public static SelectedRowsRecord ReadSelectedRows(string path)
    {
        using InputFile file = InputFile.Open(path);
        return ReadSelectedRows(file);
    }

    /// <summary>Reads the selected rows that a stream holds from where it stands to its end.</summary>
    /// <param name="stream">A readable stream.</param>
    /// <param name="name">Names the stream in messages.</param>
    /// <exception cref="InvalidFileException">The content is damaged or something else.</exception>
    public static SelectedRowsRecord ReadSelectedRows(Stream stream, string name = "stream")
    {
        using InputFile file = InputFile.Over(stream, name);
        return ReadSelectedRows(file);
    }

    /// <summary>Writes a file of one tensor, whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="InvalidArgumentException">The elements do not fill the shape.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, TensorRecord tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        RequireFull(tensor.Header, tensor.Data.Length);
        AtomicFile.Write(path, stream => Write(stream, tensor.Header, tensor.Data));
    }

    /// <summary>Writes one tensor to where a stream stands; the stream stays open.</summary>
    /// <param name="stream">A writable stream.</param>
    /// <param name="header">Element type, shape, sequence offsets.</param>
    /// <param name="data">The elements, little-endian, row-major.</param>
    /// <exception cref="InvalidArgumentException">The elements do not fill the shape; nothing was written.</exception>
    public static void Write(Stream stream, TensorHeader header, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(header);
        RequireFull(header, data.Length);
        WriteHeader(stream, header);
        stream.Write(data);
    }

    /// <summary>Writes what comes before the elements; the caller then writes <see cref="TensorHeader.ByteCount"/> bytes itself.</summary>
    /// <param name="stream">A writable stream.</param>
    /// <param name="header">Element type, shape, sequence offsets.</param>
    /// <exception cref="InvalidArgumentException">The element type is unknown or a dimension negative; nothing was written.</exception>
    public static void WriteHeader(Stream stream, TensorHeader header)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        _ = header.ByteCount;
        WriteUInt32(stream, 0);
        WriteInt64(stream, header.Lod.Length);
        foreach (long[] level in header.Lod)
        {
            WriteInt64(stream, level.LongLength * 8);
            WriteNumbers(stream, level);
        }
        WriteTensorHeader(stream, header);
    }

    /// <summary>Writes selected rows to where a stream stands; the stream stays open.</summary>
    /// <param name="stream">A writable stream.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="InvalidArgumentException">The elements do not fill the shape, or there are not as many row numbers as rows; nothing was written.
    /// </exception>
    public static void Write(Stream stream, SelectedRowsRecord rows)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(rows);
        RequireFull(rows.Value.Header, rows.Value.Data.Length);
        long count = rows.Value.Dims.Length == 0 ? 1 : rows.Value.Dims[0];
        if (count != rows.Rows.LongLength || rows.Value.Lod.Length != 0 || rows.Rows.Any(r => r < 0 || r >= rows.Height))
        {
            throw new InvalidArgumentException(
                "TensorFile: the row numbers do not fit the rows.", $"{rows.Rows.Length} numbers, height {rows.Height}, rows {rows.Value.Header}.",
                "Give one number below the height for each row, and no sequence offsets.");
        }
        WriteUInt32(stream, 0);
        WriteInt64(stream, rows.Rows.LongLength);
        WriteNumbers(stream, rows.Rows);
        WriteInt64(stream, rows.Height);
        WriteTensorHeader(stream, rows.Value.Header);
        stream.Write(rows.Value.Data);
    }

    private const string OneTensor = "A file of several tensors is read with CombinedTensorFile and the names of its tensors.";

    private static TensorRecord ReadWhole(InputFile file)
    {
        var reader = new TensorReader(file);
        TensorRecord tensor = reader.ReadLodTensor("the tensor");
        reader.RequireEnd(OneTensor);
        return tensor;
    }

    private static SelectedRowsRecord ReadSelectedRows(InputFile file)
    {
        var reader = new TensorReader(file);
        SelectedRowsRecord rows = reader.ReadSelectedRows();
        reader.RequireEnd("A file of selected rows holds nothing else.");
        return rows;
    }

    private static void RequireFull(TensorHeader header, long bytes)
    {
        if (header.ByteCount != bytes)
        {
            throw new InvalidArgumentException(
                "TensorFile: the elements do not fill the shape.", $"{header} needs {header.ByteCount} bytes, {bytes} came.", "Pass all elements.");
        }
    }

    private static void WriteTensorHeader(Stream stream, TensorHeader header)
    {
        byte[] description = ProgramWriter.Tensor(header.ElementType, header.Dims).ToByteArray();
        WriteUInt32(stream, 0);
        WriteUInt32(stream, (uint)description.Length);
        stream.Write(description);
    }

    private static void WriteUInt32(Stream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteInt64(Stream stream, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteNumbers(Stream stream, long[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            return;
        }
        foreach (long value in values)
            WriteInt64(stream, value);
    }
}
