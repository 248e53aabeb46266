using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Tensors;

/// <summary>
/// Reads and writes parameter files that hold many tensors, one after another in the ordinal order of their names: <c>.pdiparams</c>, and <c>__params__</c> of
/// fluid. The names themselves are not in the file; they come from the program, see <see cref="ProgramDescription.PersistableNames"/>.
/// </summary>
/// <remarks>The order of names is by code point, as Python sorts; callers may give names in any order. Element types are the file's own: a file saved
/// in half precision goes with a program that says float32.</remarks>
public static class CombinedTensorFile
{
    /// <summary>Reads all tensors of a file, by name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names of all its tensors, in any order, each once.</param>
    /// <returns>The tensors in the file's order.</returns>
    /// <exception cref="InvalidArgumentException">A name comes twice.</exception>
    /// <exception cref="InvalidFileException">The content is damaged, ends before the last name's tensor, or goes on after it.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static OrderedDictionary<string, TensorRecord> Read(string path, IEnumerable<string> names)
    {
        string[] sorted = Sorted(names);
        using InputFile file = InputFile.Open(path);
        return ReadAll(file, sorted);
    }

    /// <summary>Reads all tensors that a stream holds from where it stands to its end, by name.</summary>
    /// <param name="stream">A readable stream; one that cannot seek is read to its end first.</param>
    /// <param name="names">The names of all its tensors, in any order, each once.</param>
    /// <param name="name">Names the stream in messages.</param>
    /// <exception cref="InvalidArgumentException">A name comes twice.</exception>
    /// <exception cref="InvalidFileException">As for <see cref="Read(string, IEnumerable{string})"/>.</exception>
    public static OrderedDictionary<string, TensorRecord> Read(Stream stream, IEnumerable<string> names, string name = "stream")
    {
        string[] sorted = Sorted(names);
        using InputFile file = InputFile.Over(stream, name);
        return ReadAll(file, sorted);
    }

    /// <summary>Reads all tensors of a file piece by piece, so that their elements are never held here.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">The names of all its tensors, in any order, each once.</param>
    /// <param name="receive">Receives the pieces, tensor after tensor in the file's order.</param>
    /// <exception cref="InvalidArgumentException">A name comes twice.</exception>
    /// <exception cref="InvalidFileException">As for <see cref="Read(string, IEnumerable{string})"/>; pieces may have been delivered before.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static void Read(string path, IEnumerable<string> names, TensorChunk receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        string[] sorted = Sorted(names);
        using InputFile file = InputFile.Open(path);
        var reader = new TensorReader(file);
        foreach (string name in sorted)
            reader.ReadLodTensor(name, $"tensor '{name}'", receive);
        reader.RequireEnd(OtherProgram);
    }

    /// <summary>Writes tensors to a file, whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="tensors">The tensors by name, in any order.</param>
    /// <exception cref="InvalidArgumentException">The elements of a tensor do not fill its shape.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, TensorRecord> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Write(path, tensors.Keys, (name, stream) => TensorFile.Write(stream, tensors[name].Header, tensors[name].Data));
    }

    /// <summary>Writes tensors that the caller holds elsewhere to a file, whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="names">The names of the tensors, in any order, each once.</param>
    /// <param name="write">Called for one name after another in the file's order; writes that tensor with
    /// <see cref="TensorFile.Write(Stream, TensorHeader, ReadOnlySpan{byte})"/>. What it throws passes through; the old file is untouched.</param>
    /// <exception cref="InvalidArgumentException">A name comes twice.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<string> names, Action<string, Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string[] sorted = Sorted(names);
        AtomicFile.Write(path, stream =>
        {
            foreach (string name in sorted)
                write(name, stream);
        });
    }

    private const string OtherProgram = "The parameters belong to another program, or the file is damaged; use the pair that was saved together.";

    private static OrderedDictionary<string, TensorRecord> ReadAll(InputFile file, string[] sorted)
    {
        var reader = new TensorReader(file);
        OrderedDictionary<string, TensorRecord> tensors = new(sorted.Length);
        foreach (string name in sorted)
            tensors.Add(name, reader.ReadLodTensor($"tensor '{name}'"));
        reader.RequireEnd(OtherProgram);
        return tensors;
    }

    private static string[] Sorted(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] sorted = [.. names];
        Array.Sort(sorted, CodePointOrder.Instance);
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                throw new InvalidArgumentException(
                    $"CombinedTensorFile: the name '{sorted[i]}' comes twice.", $"{sorted.Length} names.", "Give each name once.");
            }
        }
        return sorted;
    }
}
