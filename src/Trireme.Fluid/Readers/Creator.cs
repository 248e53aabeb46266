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
