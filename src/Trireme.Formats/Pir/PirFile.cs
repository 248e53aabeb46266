using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Pir;

/// <summary>Reads the programs of Paddle 3, <c>prefix.json</c>, and says them in the form of the older program files, so that one reader serves both.</summary>
/// <remarks>
/// Operators, slots and attributes are those of <c>.pdmodel</c> files: <c>pd_op.add</c> is elementwise_add with X and Y, constants become attributes where
/// the older form has attributes. Parameters keep their names, inputs too, outputs are named as they are fetched, everything else <c>tmp_</c> and its number.
/// Parameters are read with <see cref="Tensors.CombinedTensorFile"/> and <see cref="ProgramDescription.PersistableNames"/>. Conditions and loops (<c>pd_op.if</c>, <c>pd_op.while</c>) become blocks.
/// </remarks>
public static class PirFile
{
    /// <summary>Reads a program from a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The content is no such program, is damaged, contradicts itself, or has operators that are not known: all of
    /// these are named at once.</exception>
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
        ProgramDescription program = new PirTranslator(new PirReader(bytes, fileName).Read(), fileName).Translate();
        if (ProgramCheck.Find(program) is { } problem)
            throw new InvalidFileException(fileName, problem.Place, problem.Reason);
        return program;
    }
}
