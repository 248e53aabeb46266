using Trireme.Formats.Pir;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Static.Files;

/// <summary>Models for inference: a pruned program with marked inputs and results, and its parameters.</summary>
internal static class InferenceModel
{
    /// <summary>Reads a model.</summary>
    /// <param name="model">The program: <c>.pdmodel</c>, <c>__model__</c> or <c>.json</c>.</param>
    /// <param name="parameters">One file with all parameters, or the folder that has one file each.</param>
    /// <param name="scope">Receives the parameters.</param>
    public static (Program Program, string[] Feeds, Variable[] Fetches) Load(string model, string parameters, Scope scope)
    {
        Program program = ReadProgram(model);
        string[] names = ParameterFiles.Names(program);
        if (Directory.Exists(parameters))
            ParameterFiles.ReadSeparate(parameters, names, program, scope);
        else if (names.Length > 0 || File.Exists(parameters))
            ParameterFiles.ReadCombined(parameters, names, program, scope);
        return (program, Feeds(program), Fetches(program));
    }

    /// <summary>Reads a model from the content of its files.</summary>
    public static (Program Program, string[] Feeds, Variable[] Fetches) Load(ReadOnlyMemory<byte> model, ReadOnlyMemory<byte> parameters, Scope scope)
    {
        const string What = "model in memory";
        byte[] bytes = model.ToArray();
        // Paddle 3 writes JSON.
        Program program = ProgramImport.Build(bytes is [(byte)'{', ..] ? PirFile.Read(bytes, What) : ProgramFile.Read(bytes, What), What);
        ParameterFiles.ReadCombined(new MemoryStream(parameters.ToArray(), writable: false), ParameterFiles.Names(program), program, scope, What);
        return (program, Feeds(program), Fetches(program));
    }

    /// <summary>Reads a program alone.</summary>
    public static Program ReadProgram(string model)
        => ProgramImport.Build(model.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? PirFile.Read(model) : ProgramFile.Read(model), model);

    /// <summary>The inputs that a program's marks name, in their order.</summary>
    public static string[] Feeds(Program program)
        => program.GlobalBlock().Ops.Where(o => o.Record is FeedOp).OrderBy(o => ((FeedOp)o.Record).Col).Select(o => o.Output("Out")[0]).ToArray();

    /// <summary>The results that a program's marks name, in their order.</summary>
    public static Variable[] Fetches(Program program)
        => program.GlobalBlock().Ops.Where(o => o.Record is FetchOp).OrderBy(o => ((FetchOp)o.Record).Col).Select(o => program.GlobalBlock().Var(o.Input("X")[0])).ToArray();

    /// <summary>A copy cut down to what leads from the inputs to the results, with the marks of both.</summary>
    public static Program Normalize(Program program, IReadOnlyList<string> feeds, IReadOnlyList<string> fetches)
    {
        foreach (string name in feeds.Concat(fetches))
        {
            if (program.GlobalBlock().FindVarRecursive(name) is null)
                throw new InvalidArgumentException($"'{name}' is no variable of the program.", null, "Pass variables of the program that is saved.");
        }
        Program pruned = ProgramPrune.To(program, feeds, fetches);
        Block block = pruned.GlobalBlock();
        foreach (string name in fetches.Where(n => !block.HasVar(n)))
            ProgramCopy.Of(program.GlobalBlock().Var(name), block);
        Variable feed = block.CreateVar("feed", default(Shape), default(DType), VarType.FeedMinibatch, persistable: true);
        Variable fetch = block.CreateVar("fetch", default(Shape), default(DType), VarType.FetchList, persistable: true);
        // Files have the inputs' marks in falling order, each put in front of the others.
        for (int i = 0; i < feeds.Count; i++)
            block.Insert(0, new Operator(block, new FeedOp(i), [feed.Name], [0, 1], [feeds[i]], [0, 1]));
        for (int i = 0; i < fetches.Count; i++)
            block.Append(new Operator(block, new FetchOp(i), [fetches[i]], [0, 1], [fetch.Name], [0, 1]));
        return pruned;
    }
}
