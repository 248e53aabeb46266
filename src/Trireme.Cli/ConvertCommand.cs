using System.CommandLine;
using Trireme.Formats.ProgramDesc;
using Trireme.Static;
using Trireme.Static.Files;

namespace Trireme.Cli;

/// <summary><c>trireme convert</c>: between the forms that models and parameters are saved in.</summary>
internal static class ConvertCommand
{
    public static Command Create(TextWriter output, CancellationToken stop)
    {
        Argument<string> source = new("SOURCE") { Description = "A model (.pdmodel, .json, __model__, a folder) or a file of parameters (.pdparams, .pdopt, .npz, .pdiparams)." };
        Argument<string> target = new("TARGET")
        {
            Description = "NAME.pdmodel, written with NAME.pdiparams; a folder, which receives __model__ and a file a parameter; or a file of parameters by its suffix.",
        };
        Option<bool> combined = new("--combined") { Description = "Writes all parameters of a folder into one file, __params__." };
        var command = new Command("convert", "Converts models and parameters; writes all files or none.") { source, target, combined };
        command.SetAction(parsed =>
        {
            stop.ThrowIfCancellationRequested();
            foreach (string path in Convert(parsed.GetValue(source)!, parsed.GetValue(target)!, parsed.GetValue(combined), stop))
                output.WriteLine($"written: {path}");
            return Tool.Done;
        });
        return command;
    }

    private static string[] Convert(string source, string target, bool isCombined, CancellationToken stop)
    {
        if (Path.GetExtension(target) == ".json")
            throw new ToolException($"{target}: programs of Paddle 3 are only read; write a .pdmodel.");
        bool isModel = ModelFiles.IsModel(source), wantsParameters = ParameterSet.IsKnown(target);
        if (isModel && !wantsParameters)
            return Model(ModelFiles.Find(source), target, isCombined, stop);
        if (!wantsParameters)
            throw new ToolException($"{target}: {source} holds parameters only, and these go into .pdparams, .pdopt, .npz or .pdiparams.");
        // A model's parameters alone.
        ParameterSet set = isModel ? ParameterSet.Read(ModelFiles.Find(source).Parameters) : ParameterSet.Read(source);
        stop.ThrowIfCancellationRequested();
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder)
            Directory.CreateDirectory(folder);
        set.Write(target);
        return [target];
    }

    private static string[] Model(ModelFiles files, string target, bool isCombined, CancellationToken stop)
    {
        bool isPair = Path.GetExtension(target) == ".pdmodel";
        if (!isPair && Path.HasExtension(target) && !Directory.Exists(target))
            throw new ToolException($"{target}: '{Path.GetExtension(target)}' is no known suffix; write NAME.pdmodel, or a folder.");
        if (isPair && isCombined)
            throw new ToolException("--combined is for folders; a .pdmodel always has one file of parameters.");
        var scope = new Scope();
        Program program = InferenceModel.Load(files.Program, files.Parameters, scope).Program;
        ProgramDescription description = ProgramExport.Describe(program);
        string[] names = ParameterFiles.Names(program);
        stop.ThrowIfCancellationRequested();
        using var staging = new Staging(isPair ? Path.GetDirectoryName(Path.GetFullPath(target))! : target);
        if (isPair)
        {
            string name = Path.GetFileNameWithoutExtension(target);
            ProgramFile.Write(staging[name + ".pdmodel"], description);
            ParameterFiles.WriteCombined(staging[name + ".pdiparams"], names, scope);
        }
        else
        {
            ProgramFile.Write(staging["__model__"], description);
            if (isCombined)
                ParameterFiles.WriteCombined(staging["__params__"], names, scope);
            else
                ParameterFiles.WriteSeparate(staging[""], names, scope);
        }
        stop.ThrowIfCancellationRequested();
        return staging.Commit();
    }
}
