using System.Buffers.Binary;
using Trireme.Formats.Files;
using Trireme.Formats.Tensors;
using Trireme.IO;
using Trireme.Static.Files;

namespace Trireme.Fluid;

/// <summary>Writes what a reader reads to RecordIO files, for <see cref="Layers.OpenFiles"/>.</summary>
/// <remarks>Mirrors fluid.recordio_writer. A record is a batch: the number of tensors as four bytes, and the tensors with their sequences as Paddle writes
/// them everywhere.</remarks>
public static class RecordioWriter
{
    private const string Extension = ".recordio";

    /// <summary>Writes the batches of a reader to a file.</summary>
    /// <param name="filename">The file to write or replace.</param>
    /// <param name="readerCreator">The reader of batches.</param>
    /// <param name="feeder">What makes tensors of them.</param>
    /// <param name="compressor">How the file is compressed.</param>
    /// <param name="maxNumRecords">How many batches a chunk of the file has; at least 1.</param>
    /// <param name="feedOrder">The names of the variables, in the order in which their tensors are written; the feeder's order where null.</param>
    /// <returns>How many batches there were.</returns>
    /// <exception cref="InvalidArgumentException">A batch does not fit, or a name is none of the feeder's.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <remarks>Mirrors fluid.recordio_writer.convert_reader_to_recordio_file.</remarks>
    public static int ConvertReaderToRecordioFile(string filename, Func<IEnumerable<IReadOnlyList<Sample>>> readerCreator, DataFeeder feeder,
        Compressor compressor = Compressor.Snappy, int maxNumRecords = 1000, IReadOnlyList<string>? feedOrder = null)
    {
        ArgumentNullException.ThrowIfNull(readerCreator);
        ArgumentNullException.ThrowIfNull(feeder);
        return RecordioFile.Write(filename, readerCreator().Select(batch => Record(feeder.Feed(batch), feedOrder)), compressor, maxNumRecords);
    }

    /// <summary>Writes the batches of a reader to several files: <c>name-00000.recordio</c>, <c>name-00001.recordio</c> and so on.</summary>
    /// <param name="filename">A name that ends in <c>.recordio</c>; the numbers go before that.</param>
    /// <param name="batchPerFile">How many batches a file has, the last perhaps fewer; at least 1.</param>
    /// <param name="readerCreator">The reader of batches.</param>
    /// <param name="feeder">What makes tensors of them.</param>
    /// <param name="compressor">How the files are compressed.</param>
    /// <param name="maxNumRecords">How many batches a chunk of a file has; at least 1.</param>
    /// <param name="feedOrder">The names of the variables, in the order in which their tensors are written; the feeder's order where null.</param>
    /// <returns>How many batches there were.</returns>
    /// <exception cref="InvalidArgumentException">The name has another ending, a number is below 1, or a batch does not fit.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors fluid.recordio_writer.convert_reader_to_recordio_files.</remarks>
    public static int ConvertReaderToRecordioFiles(string filename, int batchPerFile, Func<IEnumerable<IReadOnlyList<Sample>>> readerCreator, DataFeeder feeder,
        Compressor compressor = Compressor.Snappy, int maxNumRecords = 1000, IReadOnlyList<string>? feedOrder = null)
    {
        ArgumentNullException.ThrowIfNull(filename);
        ArgumentNullException.ThrowIfNull(readerCreator);
        ArgumentNullException.ThrowIfNull(feeder);
        Reader.RequirePositive(batchPerFile, "ConvertReaderToRecordioFiles", "batchPerFile");
        if (!filename.EndsWith(Extension, StringComparison.Ordinal))
            throw new InvalidArgumentException($"ConvertReaderToRecordioFiles: the file is called '{filename}'.", $"Its name must end in '{Extension}'.");
        int count = 0;
        foreach ((int number, IReadOnlyList<Sample>[] batches) in readerCreator().Chunk(batchPerFile).Index())
        {
            count += RecordioFile.Write($"{filename[..^Extension.Length]}-{number:D5}{Extension}",
                batches.Select(batch => Record(feeder.Feed(batch), feedOrder)), compressor, maxNumRecords);
        }
        return count;
    }

    /// <summary>The batches of a file.</summary>
    internal static IEnumerable<Tensor[]> Read(string path) => RecordioFile.Read(path).Select((record, i) => Tensors(record, $"{path}, record {i}"));

    private static byte[] Record(Dictionary<string, Tensor> batch, IReadOnlyList<string>? feedOrder)
    {
        IReadOnlyList<string> order = feedOrder ?? batch.Keys.ToArray();
        if (order.FirstOrDefault(name => !batch.ContainsKey(name)) is { } stranger)
            throw new InvalidArgumentException($"RecordioWriter: feedOrder names '{stranger}'.", $"The feeder makes {string.Join(", ", batch.Keys)}.");
        var record = new MemoryStream();
        Span<byte> count = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(count, order.Count);
        record.Write(count);
        foreach (string name in order)
            ParameterFiles.Write(batch[name], record);
        return record.ToArray();
    }

    private static Tensor[] Tensors(byte[] record, string what)
    {
        using InputFile file = InputFile.Over(new MemoryStream(record), what);
        uint count = file.ReadUInt32("the number of tensors");
        var reader = new TensorReader(file);
        var tensors = new List<Tensor>();
        for (uint i = 0; i < count; i++)
        {
            long at = file.Position;
            try
            {
                tensors.Add(ParameterFiles.ToTensor(reader.ReadLodTensor($"tensor {i}"), what));
            }
            catch (Exception e) when (e is InvalidArgumentException or OverflowException)
            {
                throw new InvalidFileException(what, at, $"tensor {i} cannot be: {e.Message.ReplaceLineEndings(" ")}", innerException: e);
            }
        }
        reader.RequireEnd("A record holds nothing after its tensors.");
        return tensors.ToArray();
    }
}
