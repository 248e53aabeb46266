using Trireme.Fluid.Datasets;
using Trireme.IO;

namespace Trireme.Fluid;

/// <summary>Readers of arrays and files.</summary>
/// <remarks>Mirrors paddle.reader.creator.</remarks>
public static class Creator
{
    /// <summary>Reads an array row by row.</summary>
    /// <param name="x">The array. Numbers of a one-dimensional array come as tensors without dimensions, and so does an array without dimensions, once.</param>
    /// <remarks>Mirrors paddle.reader.creator.np_array.</remarks>
    public static Func<IEnumerable<Tensor>> NpArray(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return () => Rows(x);
    }

    /// <summary>Reads a text file line by line, without the line ends.</summary>
    /// <param name="path">The file; UTF-8.</param>
    /// <exception cref="IOException">When read: the file cannot be read.</exception>
    /// <remarks>Mirrors paddle.reader.creator.text_file.</remarks>
    public static Func<IEnumerable<string>> TextFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return () => File.ReadLines(path);
    }

    /// <summary>Reads the samples of RecordIO files that <see cref="Common.Convert"/> wrote.</summary>
    /// <param name="paths">The files, separated by commas; <c>*</c> and <c>?</c> in their names stand for others.</param>
    /// <param name="bufSize">How many samples may be ready at a time; at least 1.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="bufSize"/> is below 1; or, when read, there is no such file.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">When read: a file is damaged.</exception>
    /// <remarks>Mirrors paddle.reader.creator.recordio.</remarks>
    public static Func<IEnumerable<Sample>> Recordio(string paths, int bufSize = 100)
    {
        ArgumentException.ThrowIfNullOrEmpty(paths);
        return Recordio(paths.Split(','), bufSize);
    }

    /// <summary>Reads the samples of RecordIO files that <see cref="Common.Convert"/> wrote.</summary>
    /// <param name="paths">The files; <c>*</c> and <c>?</c> in their names stand for others.</param>
    /// <param name="bufSize">How many samples may be ready at a time; at least 1.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="bufSize"/> is below 1; or, when read, there is no such file.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">When read: a file is damaged.</exception>
    /// <remarks>Mirrors paddle.reader.creator.recordio.</remarks>
    public static Func<IEnumerable<Sample>> Recordio(IReadOnlyList<string> paths, int bufSize = 100)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Reader.Buffered(() => paths.SelectMany(FilePattern.Files).SelectMany(Common.Records), bufSize);
    }

    private static IEnumerable<Tensor> Rows(Tensor x)
    {
        if (x.Ndim == 0)
        {
            yield return x;
            yield break;
        }
        for (int i = 0; i < x.Shape[0]; i++)
            yield return x[i];
    }
}
