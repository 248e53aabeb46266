using Trireme.Programs;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>A source of batches in RecordIO files, read with <see cref="ReadFile"/>.</summary>
    /// <param name="filenames">The files; <see cref="RecordioWriter"/> writes them.</param>
    /// <param name="shapes">The shape of each field of a batch; -1 where any size will do.</param>
    /// <param name="lodLevels">On how many levels each field's rows belong to sequences.</param>
    /// <param name="dtypes">The element type of each field.</param>
    /// <param name="threadNum">How many files are read at a time; one where null. With several, batches of different files come as they are ready.</param>
    /// <param name="bufferSize">How many batches may be ready at a time; three a thread where null.</param>
    /// <param name="passNum">How many times all files are read before the end.</param>
    /// <param name="isTest">Whether batches must come in the order of the files: true is one thread.</param>
    /// <returns>The reader; it starts by itself. After the end, Reset lets it start again.</returns>
    /// <exception cref="InvalidArgumentException">There is no file, a number is below 1, several threads are asked for in a test, or the lists differ in
    /// length.</exception>
    /// <remarks>Mirrors fluid.layers.open_files. A missing or damaged file, or one that holds other fields, is an error of the run that reads it.</remarks>
    public static ReaderVariable OpenFiles(IReadOnlyList<string> filenames, IReadOnlyList<Shape> shapes, IReadOnlyList<int> lodLevels,
        IReadOnlyList<DType> dtypes, int? threadNum = null, int? bufferSize = null, int passNum = 1, bool? isTest = null)
    {
        ArgumentNullException.ThrowIfNull(filenames);
        if (filenames.Count == 0)
            throw new InvalidArgumentException("OpenFiles: there is no file.", null, "Give the name of at least one.");
        int threads = threadNum ?? 1, buffer = bufferSize ?? 3 * threads;
        Reader.RequirePositive(threads, "OpenFiles", "threadNum");
        Reader.RequirePositive(buffer, "OpenFiles", "bufferSize");
        Reader.RequirePositive(passNum, "OpenFiles", "passNum");
        if (isTest == true && threads != 1)
            throw new InvalidArgumentException($"OpenFiles: threadNum is {threads} in a test.", null, "Leave it out: one thread keeps the order of the files.");
        ReaderLayout layout = ReaderLayout.Of(shapes, dtypes, lodLevels, "OpenFiles");
        string[] files = Enumerable.Repeat(filenames, passNum).SelectMany(f => f).ToArray();
        return new ReaderVariable(UniqueName.Generate("open_files"), layout, startsItself: true, () => Batches(files, layout, threads, buffer));
    }

    private static IEnumerable<Tensor[]> Batches(string[] files, ReaderLayout layout, int threads, int buffer)
    {
        // Disposed after the inner enumeration, whose end waits for the threads that take files here.
        using var source = new SharedSource<string>(() => files, seed: 0);
        foreach (Tensor[] batch in ReadAhead<Tensor[]>.Run(buffer, "Layers.OpenFiles", Enumerable.Repeat<Action<ReadAhead<Tensor[]>>>(Read, threads).ToArray()))
            yield return batch;

        void Read(ReadAhead<Tensor[]> queue)
        {
            while (source.TryTake(out string file, out _))
            {
                foreach (Tensor[] batch in RecordioWriter.Read(file))
                {
                    layout.Require(batch, file);
                    if (!queue.Put(batch))
                        return;
                }
            }
        }
    }
}
