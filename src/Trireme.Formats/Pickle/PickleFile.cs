using System.Numerics;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>Reads and writes Python pickles as trees of plain values, without ever running what a pickle says.</summary>
/// <remarks>
/// Values: null, bool, <see cref="long"/> (<see cref="BigInteger"/> beyond its range), double, string, byte[] (also bytearray), <see cref="Complex"/>,
/// <c>List&lt;object?&gt;</c>, <see cref="PickleTuple"/>, <see cref="PickleDict"/>, <see cref="PickleSet"/>, <see cref="PickleSlice"/>,
/// <see cref="NumpyArray"/>, <see cref="NumpyScalar"/>. A pickle that names any global beyond those that make these is refused.
/// Memory stays within a small multiple of the file's size; nesting within 400 levels.
/// </remarks>
public static class PickleFile
{
    /// <summary>Reads the first pickle of a file: protocols 0 to 4, and 5 without out-of-band buffers.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The content is no pickle, is damaged, or asks for a global that no data file needs (it is named).</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static object? Read(string path)
    {
        using InputFile file = InputFile.Open(path);
        return new PickleMachine(file).Run();
    }

    /// <summary>Reads a pickle from where the stream stands; the stream's position afterwards is not defined.</summary>
    /// <param name="stream">A readable stream; one that cannot seek is read to its end first.</param>
    /// <param name="name">Names the stream in messages.</param>
    /// <exception cref="InvalidFileException">As for <see cref="Read(string)"/>.</exception>
    public static object? Read(Stream stream, string name = "stream")
    {
        using InputFile file = InputFile.Over(stream, name);
        return new PickleMachine(file).Run();
    }

    /// <summary>Writes a tree of values as a pickle that every Python 3 (and NumPy, where there are arrays) reads; whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="value">The kinds of value named above; also every integer type, float, <see cref="System.Collections.IDictionary"/> (a dict),
    /// <see cref="System.Collections.IList"/> (a list) and value tuples (a tuple).</param>
    /// <param name="protocol">2, 3 or 4. Under 2, which Python 2 also reads, bytes above 127 take two bytes in the file.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="protocol"/> is none of these.</exception>
    /// <exception cref="InvalidArgumentException">A value is of another kind, contains itself, or is too large for the protocol; the old file is untouched.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, object? value, int protocol = 4)
    {
        PickleWriter.Require(protocol);
        AtomicFile.Write(path, stream => Write(stream, value, protocol));
    }

    /// <summary>Writes a pickle to where the stream stands; the stream stays open.</summary>
    /// <param name="stream">A writable stream.</param>
    /// <param name="value">As for <see cref="Write(string, object?, int)"/>.</param>
    /// <param name="protocol">2, 3 or 4.</param>
    /// <exception cref="InvalidArgumentException">As for <see cref="Write(string, object?, int)"/>; part of the pickle may have been written.</exception>
    public static void Write(Stream stream, object? value, int protocol = 4)
    {
        ArgumentNullException.ThrowIfNull(stream);
        new PickleWriter(stream, protocol).WriteWhole(value);
    }
}
