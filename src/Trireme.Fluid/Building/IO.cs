using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.NN;
using Trireme.Static;
using Trireme.Static.Files;

namespace Trireme.Fluid;

/// <summary>Files of parameters and models: fluid.io.</summary>
public static class IO
{
    /// <summary>Writes a program cut down to what leads from inputs to results, and its parameters.</summary>
    /// <param name="dirname">The folder; made where it is missing.</param>
    /// <param name="feededVarNames">The inputs' names.</param>
    /// <param name="targetVars">The results.</param>
    /// <param name="executor">Ran the program; the current scope holds the parameters.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="modelFilename">The program's file in the folder; <c>__model__</c> where null.</param>
    /// <param name="paramsFilename">One file for all parameters; where null, each is in a file of its own name.</param>
    /// <param name="exportForDeployment">Kept for Paddle's signature.</param>
    /// <param name="programOnly">Whether the parameters are left out.</param>
    /// <returns>The names of the results.</returns>
    /// <exception cref="InvalidArgumentException">The results need other inputs, or an operator has no form in files.</exception>
    /// <remarks>Mirrors fluid.io.save_inference_model.</remarks>
    public static IReadOnlyList<string> SaveInferenceModel(string dirname, IReadOnlyList<string> feededVarNames, IReadOnlyList<FetchTarget> targetVars,
        Executor executor,
        Program? mainProgram = null, string? modelFilename = null, string? paramsFilename = null, bool exportForDeployment = true, bool programOnly = false)
    {
        ArgumentNullException.ThrowIfNull(executor);
        string[] results = targetVars.Select(v => v.Name).ToArray();
        Program pruned = InferenceModel.Normalize(mainProgram ?? Recorder.Main, feededVarNames, results);
        if (!programOnly)
            SaveVars(executor, dirname, pruned, filename: paramsFilename);
        Directory.CreateDirectory(dirname);
        ProgramFile.Write(Path.Combine(dirname, modelFilename ?? "__model__"), ProgramExport.Describe(pruned));
        return results;
    }

    /// <summary>Reads what <see cref="SaveInferenceModel"/> wrote; the parameters go into the current scope.</summary>
    /// <param name="dirname">The folder.</param>
    /// <param name="executor">Will run the program.</param>
    /// <param name="modelFilename">The program's file in the folder; <c>__model__</c> where null.</param>
    /// <param name="paramsFilename">The file of all parameters; where null, each is in a file of its own name.</param>
    /// <param name="pserverEndpoints">Kept for Paddle's signature.</param>
    /// <returns>The program, the names of its inputs, its results.</returns>
    /// <exception cref="InvalidFileException">A file is damaged, or uses operators that do not exist here.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <remarks>Mirrors fluid.io.load_inference_model.</remarks>
    public static (Program Program, string[] FeedTargetNames, Variable[] FetchTargets) LoadInferenceModel(string dirname, Executor executor,
        string? modelFilename = null,
        string? paramsFilename = null, IReadOnlyList<string>? pserverEndpoints = null)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return InferenceModel.Load(Path.Combine(dirname, modelFilename ?? "__model__"), paramsFilename is null ? dirname : Path.Combine(dirname,
            paramsFilename), Scope.Global);
    }

    /// <summary>Writes a program's parameters.</summary>
    /// <param name="executor">Ran the program; the current scope holds the values.</param>
    /// <param name="dirname">The folder; made where it is missing.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="filename">One file for all; where null, each is in a file of its own name.</param>
    /// <exception cref="PreconditionNotMetException">A parameter has no value: the startup program has not run.</exception>
    /// <remarks>Mirrors fluid.io.save_params. The optimizer's state is not written; see <see cref="SavePersistables"/>.</remarks>
    public static void SaveParams(Executor executor, string dirname, Program? mainProgram = null, string? filename = null) => SaveVars(executor, dirname,
        mainProgram, null, IsParameter, filename);

    /// <summary>Reads a program's parameters into the current scope.</summary>
    /// <param name="executor">Will run the program.</param>
    /// <param name="dirname">The folder.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="filename">The file of all; where null, each is in a file of its own name.</param>
    /// <exception cref="InvalidFileException">A file is damaged, or a parameter does not fit.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <remarks>Mirrors fluid.io.load_params. Run the startup program first; it would overwrite what was loaded.</remarks>
    public static void LoadParams(Executor executor, string dirname, Program? mainProgram = null, string? filename = null) => LoadVars(executor, dirname,
        mainProgram, null, IsParameter, filename);

    /// <summary>Writes everything of a program that outlives runs: parameters, running statistics, the optimizer's state.</summary>
    /// <param name="executor">Ran the program; the current scope holds the values.</param>
    /// <param name="dirname">The folder; made where it is missing.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="filename">One file for all; where null, each is in a file of its own name.</param>
    /// <exception cref="PreconditionNotMetException">A variable has no value: the startup program has not run.</exception>
    /// <remarks>Mirrors fluid.io.save_persistables.</remarks>
    public static void SavePersistables(Executor executor, string dirname, Program? mainProgram = null, string? filename = null) => SaveVars(executor,
        dirname, mainProgram, null, null, filename);

    /// <summary>Reads what <see cref="SavePersistables"/> wrote into the current scope.</summary>
    /// <param name="executor">Will run the program.</param>
    /// <param name="dirname">The folder.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="filename">The file of all; where null, each is in a file of its own name.</param>
    /// <exception cref="InvalidFileException">A file is damaged, or a variable does not fit.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <remarks>Mirrors fluid.io.load_persistables. Run the startup program first; it would overwrite what was loaded.</remarks>
    public static void LoadPersistables(Executor executor, string dirname, Program? mainProgram = null, string? filename = null) => LoadVars(executor,
        dirname, mainProgram, null, null, filename);

    /// <summary>Writes some of a program's variables that outlive runs.</summary>
    /// <param name="executor">Ran the program; the current scope holds the values.</param>
    /// <param name="dirname">The folder; made where it is missing.</param>
    /// <param name="mainProgram">The program; the default one where null.</param>
    /// <param name="vars">The variables; where null, those that <paramref name="predicate"/> chooses.</param>
    /// <param name="predicate">Chooses variables; all where null.</param>
    /// <param name="filename">One file for all; where null, each is in a file of its own name.</param>
    /// <exception cref="PreconditionNotMetException">A variable has no value.</exception>
    /// <remarks>Mirrors fluid.io.save_vars.</remarks>
    public static void SaveVars(Executor executor, string dirname, Program? mainProgram = null, IReadOnlyList<FetchTarget>? vars = null, Func<Variable,
        bool>? predicate = null, string? filename = null)
    {
        ArgumentNullException.ThrowIfNull(executor);
        Static.Static.SaveVars(executor, dirname, mainProgram, vars, predicate, filename);
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
    /// <remarks>Mirrors fluid.io.load_vars. A file of all must have been written for the same variables.</remarks>
    public static void LoadVars(Executor executor, string dirname, Program? mainProgram = null, IReadOnlyList<FetchTarget>? vars = null, Func<Variable,
        bool>? predicate = null, string? filename = null)
    {
        ArgumentNullException.ThrowIfNull(executor);
        Static.Static.LoadVars(executor, dirname, mainProgram, vars, predicate, filename);
    }

    // Running statistics are parameters that are not trained.
    private static bool IsParameter(Variable variable) => variable.IsParameter || variable.Value is Parameter;
}
