namespace Trireme.Formats.ProgramDesc;

/// <summary>A program as Paddle's files hold it: blocks of variables and operators, by name, without any tensor or computation.</summary>
/// <remarks>Read and written by <see cref="ProgramFile"/>; <see cref="Pir.PirFile"/> reads the newer JSON form into the same description.</remarks>
public sealed class ProgramDescription
{
    /// <summary>
    /// The Paddle release that wrote it, major · 1000000 + minor · 1000 + patch; 0 for a development build, null where early files say nothing.
    /// </summary>
    public long? Version { get; init; }

    /// <summary>The blocks; the first is the main program, the others are bodies of control flow.</summary>
    public List<BlockDescription> Blocks { get; init; } = [];

    /// <summary>Revisions of operators whose definition ever changed, whether the program uses them or not.</summary>
    public List<OperatorVersion> OperatorVersions { get; init; } = [];

    /// <summary>
    /// Names of the variables of the first block whose tensors a parameter file holds, in the order of that file: ordinal.
    /// These are the persistable ones that are tensors; the feed and fetch lists and readers are not.
    /// </summary>
    public string[] PersistableNames()
    {
        if (Blocks.Count == 0)
            return [];
        string[] names = [.. Blocks[0].Variables.Where(v => v.IsSavedTensor).Select(v => v.Name)];
        Array.Sort(names, CodePointOrder.Instance);
        return names;
    }
}
