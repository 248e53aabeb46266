using Trireme.Static;
using Trireme.Static.Files;

namespace Trireme.Cli;

/// <summary>The files of a model.</summary>
/// <param name="Program">The program's file.</param>
/// <param name="Parameters">The file with all parameters, or the folder with one file each; it need not exist.</param>
internal sealed record ModelFiles(string Program, string Parameters)
{
    /// <summary>Whether a path is a model's rather than a file of parameters alone.</summary>
    public static bool IsModel(string path)
        => Directory.Exists(path) || Path.GetFileName(path) == "__model__" || Path.GetExtension(path) is ".pdmodel" or ".json" || File.Exists(path + ".pdmodel") || File.Exists(path + ".json");

    /// <summary>Finds a model by a program's file, a folder, or a path without suffixes.</summary>
    /// <param name="path">What the user gave.</param>
    /// <param name="parameters">The parameters, where they are not beside the program.</param>
    /// <exception cref="FileNotFoundException">There is no program.</exception>
    public static ModelFiles Find(string path, string? parameters = null)
    {
        string program = FindProgram(path);
        return new ModelFiles(program, parameters ?? FindParameters(program));
    }

    /// <summary>Whether the parameters that the program needs are there.</summary>
    public bool HasParameters => File.Exists(Parameters) || (Directory.Exists(Parameters) && Directory.EnumerateFiles(Parameters).Any(f => f != Program));

    /// <summary>The program alone.</summary>
    public Program Read() => InferenceModel.ReadProgram(Program);

    private static string FindProgram(string path)
    {
        if (Directory.Exists(path))
        {
            string[] known = ["__model__", "inference.pdmodel", "inference.json", "model.pdmodel", "model.json"];
            if (known.Select(n => Path.Combine(path, n)).FirstOrDefault(File.Exists) is { } usual)
                return usual;
            string[] programs = Directory.GetFiles(path, "*.pdmodel");
            if (programs.Length == 0)
                programs = Directory.GetFiles(path, "*.json");
            return programs.Length == 1 ? programs[0]
                : throw new FileNotFoundException($"{path}: {(programs.Length == 0 ? "no program is" : "several programs are")} in the folder. Name the .pdmodel, .json or __model__ file.");
        }
        string[] candidates = [path, path + ".pdmodel", path + ".json"];
        return candidates.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException($"{path}: there is no such file or folder, and no {path}.pdmodel or {path}.json.");
    }

    private static string FindParameters(string program)
    {
        if (Path.GetExtension(program) is ".pdmodel" or ".json")
            return Path.ChangeExtension(program, ".pdiparams");
        string folder = Path.GetDirectoryName(Path.GetFullPath(program))!;
        string[] combined = ["__params__", "params", "__variables__"];
        return combined.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists) ?? folder;
    }
}
