using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Trireme.Fluid;

/// <summary>Reads what a program writes: <c>new PipeReader("hadoop fs -cat /data/part-0").GetLine()</c>.</summary>
/// <remarks>Mirrors paddle.reader.PipeReader. No shell is between: the command is split at spaces. Stopping early ends the program.</remarks>
public sealed class PipeReader
{
    private readonly string _command;
    private readonly int _bufsize;
    private readonly bool _isCompressed;

    /// <summary>A reader of a command's output.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="bufsize">How many bytes are read at a time; at least 1.</param>
    /// <param name="fileType"><c>plain</c> or <c>gzip</c>.</param>
    /// <exception cref="InvalidArgumentException">The command is empty, the size below 1 or the type unknown.</exception>
    public PipeReader(string command, int bufsize = 8192, string fileType = "plain")
    {
        if (string.IsNullOrWhiteSpace(command))
            throw new InvalidArgumentException("PipeReader: the command is empty.", null, "Give a program and its arguments.");
        Reader.RequirePositive(bufsize, "PipeReader", "bufsize");
        if (fileType is not ("plain" or "gzip"))
            throw new InvalidArgumentException($"PipeReader: the file type '{fileType}' is not known.", null, "It is plain or gzip.");
        (_command, _bufsize, _isCompressed) = (command, bufsize, fileType == "gzip");
    }

    /// <summary>Runs the command and reads its output.</summary>
    /// <param name="cutLines">Whether it is cut into lines; else it comes in pieces as they are read.</param>
    /// <param name="lineBreak">What stands between lines.</param>
    /// <returns>UTF-8 texts; each time they are enumerated the command runs.</returns>
    /// <exception cref="InvalidArgumentException"><paramref name="lineBreak"/> is empty.</exception>
    /// <exception cref="IOException">When read: the command cannot be started, fails, or writes no gzip data where it should.</exception>
    /// <remarks>Mirrors PipeReader.get_line.</remarks>
    public IEnumerable<string> GetLine(bool cutLines = true, string lineBreak = "\n")
    {
        if (string.IsNullOrEmpty(lineBreak))
            throw new InvalidArgumentException("PipeReader: lineBreak is empty.");
        string[] words = _command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return CommandOutput.Run(new ProcessStartInfo(words[0], words[1..]), _command, output => cutLines ? Lines(output, lineBreak) : Pieces(output));
    }

    private IEnumerable<string> Lines(Stream output, string lineBreak)
    {
        var rest = new StringBuilder();
        foreach (string piece in Pieces(output))
        {
            string[] lines = rest.Append(piece).ToString().Split(lineBreak);
            for (int i = 0; i < lines.Length - 1; i++)
                yield return lines[i];
            rest.Clear().Append(lines[^1]);
        }
        if (rest.Length > 0)
            yield return rest.ToString();
    }

    private IEnumerable<string> Pieces(Stream output)
    {
        using var reader = new StreamReader(_isCompressed ? new GZipStream(output, CompressionMode.Decompress) : output, Encoding.UTF8, false, _bufsize);
        char[] buffer = new char[_bufsize];
        for (int count = Next(); count > 0; count = Next())
            yield return new string(buffer, 0, count);

        int Next()
        {
            try
            {
                return reader.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw new IOException($"What the command '{_command}' writes is no gzip data.\n  {e.Message}\n"
                    + "  Give fileType plain where it is not compressed.", e);
            }
        }
    }
}
