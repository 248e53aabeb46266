using Trireme.Formats.Files;

namespace Trireme.Formats.ProgramDesc;

/// <summary>Reads and writes Paddle's program files: <c>.pdmodel</c>, and <c>__model__</c> of fluid.</summary>
/// <remarks>
/// Fields that this version does not know are skipped. What is read is judged as a whole (see the exception), so code that runs a program can rely on it.
/// Mirrors the files of paddle.jit.save and paddle.static.save_inference_model.
/// </remarks>
public static class ProgramFile
{
    /// <summary>Reads a program from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The content is no program, is damaged, or contradicts itself: a name that no block declares, blocks in circles,
    /// duplicate variables, impossible shapes, attributes that are not of their type. The message names block, operator and variable.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static ProgramDescription Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a program from the bytes of a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="fileName">Names the file in messages.</param>
    /// <exception cref="InvalidFileException">As for <see cref="Read(string)"/>.</exception>
    public static ProgramDescription Read(byte[] bytes, string fileName)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(fileName);
        ProgramDescription program = new ProgramReader(bytes, fileName).Read();
        if (ProgramCheck.Find(program) is { } problem)
            throw new InvalidFileException(fileName, problem.Place, problem.Reason);
        return program;
    }

    /// <summary>Writes a program to a file, whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="program">The program.</param>
    /// <exception cref="InvalidArgumentException">The program is one that <see cref="Read(string)"/> would refuse; nothing was written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ProgramDescription program)
    {
        byte[] bytes = ToBytes(program);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The bytes of a program's file.</summary>
    /// <param name="program">The program.</param>
    /// <exception cref="InvalidArgumentException">As for <see cref="Write"/>.</exception>
    public static byte[] ToBytes(ProgramDescription program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (ProgramCheck.Find(program) is { } problem)
        {
            throw new InvalidArgumentException(
                "ProgramFile: the program cannot be written.", $"{problem.Place}: {problem.Reason}.", "Mend the program; no reader would accept it.");
        }
        return ProgramWriter.ToBytes(program);
    }
}
