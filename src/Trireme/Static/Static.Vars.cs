using Trireme.Formats.Files;
using Trireme.Static.Files;

namespace Trireme.Static;

/// <content>Files of single variables.</content>
public static partial class Static
{
    /// <summary>Writes some of a program's variables that outlive runs.</summary>
    /// <param name="executor">Ran the program; the current scope holds the values.</param>
    /// <param name="dirname">The folder; made where it is missing.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="vars">The variables; where null, those that <paramref name="predicate"/> chooses.</param>
    /// <param name="predicate">Chooses variables; all where null.</param>
    /// <param name="filename">One file for all; where null, each is in a file of its own name.</param>
    /// <exception cref="PreconditionNotMetException">A variable has no value.</exception>
    /// <remarks>Mirrors paddle.static.save_vars.</remarks>
    public static void SaveVars(Executor executor, string dirname, Program? mainProgram = null, IReadOnlyList<FetchTarget>? vars = null,
        Func<Variable, bool>? predicate = null, string? filename = null)
    {
        Program program = mainProgram ?? Recorder.Main;
        string[] names = Names(program, vars, predicate);
        Scope values = Executor.Bind(program, Scope.Global);
        Directory.CreateDirectory(dirname);
        if (filename is null)
            ParameterFiles.WriteSeparate(dirname, names, values);
        else
            ParameterFiles.WriteCombined(Path.Combine(dirname, filename), names, values);
        GC.KeepAlive(executor);
    }

    /// <summary>Reads some of a program's variables into the current scope.</summary>
    /// <param name="executor">Will run the program.</param>
    /// <param name="dirname">The folder.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="vars">The variables; where null, those that <paramref name="predicate"/> chooses.</param>
    /// <param name="predicate">Chooses variables; all where null.</param>
    /// <param name="filename">The file of all; where null, each is in a file of its own name.</param>
    /// <exception cref="InvalidFileException">A file is damaged, or a variable does not fit.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <remarks>Mirrors paddle.static.load_vars. A file of all must have been written for the same variables.</remarks>
    public static void LoadVars(Executor executor, string dirname, Program? mainProgram = null, IReadOnlyList<FetchTarget>? vars = null,
        Func<Variable, bool>? predicate = null, string? filename = null)
    {
        Program program = mainProgram ?? Recorder.Main;
        string[] names = Names(program, vars, predicate);
        Executor.BindPersistables(program, Scope.Global);
        if (filename is null)
            ParameterFiles.ReadSeparate(dirname, names, program, Scope.Global);
        else
            ParameterFiles.ReadCombined(Path.Combine(dirname, filename), names, program, Scope.Global);
        GC.KeepAlive(executor);
    }

    private static string[] Names(Program program, IReadOnlyList<FetchTarget>? chosen, Func<Variable, bool>? predicate)
    {
        if (chosen is null)
            return ParameterFiles.Names(program.ListVars().Where(predicate ?? (_ => true)));
        return ParameterFiles.Names(chosen.Select(v
            => program.GlobalBlock().FindVarRecursive(v.Name) ?? throw new InvalidArgumentException($"'{v.Name}' is no variable of the program.")));
    }
}
