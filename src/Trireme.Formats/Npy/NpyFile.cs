using Trireme.Formats.Files;

namespace Trireme.Formats.Npy;

/// <summary>Reads and writes .npy files: one array each, the format of numpy.save and numpy.load (versions 1.0, 2.0 and 3.0).</summary>
/// <remarks>Big-endian and column-major files are read into the one form of <see cref="NumpyArray"/>. Object, text and record arrays are refused.</remarks>
public static class NpyFile
{
    private const int WriteSlice = 1 << 24;

    /// <summary>Reads the array of a .npy file.</summary>
    /// <param name="path">A file that holds one array and nothing after it.</param>
    /// <exception cref="InvalidFileException">The content is not such an array; nothing was allocated for what the file does not hold.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static NumpyArray Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var reader = new NpyReader(stream, path, stream.Length, stream.Length);
        NumpyArray array = reader.Read();
        return reader.Offset == stream.Length
            ? array
            : throw new InvalidFileException(path, reader.Offset, $"{stream.Length - reader.Offset} bytes follow the array of {array}");
    }

    /// <summary>Reads one array from where the stream stands, and leaves the stream just behind it.</summary>
    /// <param name="stream">A readable stream; it need not seek.</param>
    /// <param name="name">Names the stream in messages.</param>
    /// <exception cref="InvalidFileException">The content is not a .npy array.</exception>
    public static NumpyArray Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        long available = stream.CanSeek ? stream.Length - stream.Position : long.MaxValue;
        return new NpyReader(stream, name, available, stream.CanSeek ? available : 0).Read();
    }

    /// <summary>Writes an array as a .npy file of version 1.0, whole or not at all (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="array">The array.</param>
    /// <param name="fortranOrder">Whether the elements are stored column-major (first index fastest).</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, NumpyArray array, bool fortranOrder = false)
    {
        ArgumentNullException.ThrowIfNull(array);
        AtomicFile.Write(path, stream => Write(stream, array, fortranOrder));
    }

    /// <summary>Writes an array in .npy form, version 1.0, to where the stream stands.</summary>
    /// <param name="stream">A writable stream; it stays open.</param>
    /// <param name="array">The array.</param>
    /// <param name="fortranOrder">Whether the elements are stored column-major (first index fastest).</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(Stream stream, NumpyArray array, bool fortranOrder = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        stream.Write(new NpyHeader(array.Type, BigEndian: false, fortranOrder, array.Shape).ToBytes());
        NumpyArray stored = fortranOrder ? ArrayLayout.ToColumnMajor(array) : array;
        for (long at = 0; at < stored.ByteLength; at += WriteSlice)
            stream.Write(stored.ByteRange(at, (int)Math.Min(WriteSlice, stored.ByteLength - at)));
    }
}
