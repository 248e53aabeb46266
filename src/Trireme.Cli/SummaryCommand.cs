using System.CommandLine;
using System.Globalization;
using Trireme.Formats.Files;
using Trireme.Static;
using Trireme.Static.Graphs;

namespace Trireme.Cli;

/// <summary><c>trireme summary</c>: what a model or a file of parameters holds.</summary>
internal static class SummaryCommand
{
    public static Command Create(TextWriter output, CancellationToken stop)
    {
        Argument<string> model = new("MODEL") { Description = "A .pdmodel, .json or __model__ file, its folder or its path without suffix; or a .pdparams, .pdopt, .npz or .pdiparams file." };
        Option<string[]> shapes = new("--input-shape") { Description = "The shape of an input, x=1,3,224,224; the declared one with a batch of 1 where it is left out.", HelpName = "NAME=SHAPE" };
        Option<string?> svg = new("--svg") { Description = "Draws the program into this file.", HelpName = "FILE" };
        Option<string?> dot = new("--dot") { Description = "Writes the program's graph for Graphviz into this file.", HelpName = "FILE" };
        var command = new Command("summary", "Lists a model's operators with shapes, parameters and operations.") { model, shapes, svg, dot };
        command.SetAction(parsed =>
        {
            stop.ThrowIfCancellationRequested();
            string path = parsed.GetValue(model)!;
            if (ModelFiles.IsModel(path))
                Model(ModelFiles.Find(path), parsed.GetValue(shapes) ?? [], parsed.GetValue(svg), parsed.GetValue(dot), output);
            else
                Parameters(path, output);
            return Tool.Done;
        });
        return command;
    }

    private static void Model(ModelFiles files, string[] shapes, string? svg, string? dot, TextWriter output)
    {
        Program program = files.Read();
        ProgramSummary summary = ProgramSummary.Of(program, NamedValues.Split("--input-shape", shapes).ToDictionary(p => p.Key, p => NamedValues.Shape("--input-shape", p.Value)));
        TextTable table = new TextTable("#", "operator", "outputs", "shape", "parameters", "FLOPs").Right(0, 4, 5);
        foreach (OperatorSummary op in summary.Operators.Where(o => o.Type is not ("feed" or "fetch")))
        {
            string number = op.Block == 0 ? op.Index.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{op.Block}.{op.Index}");
            table.Add(number, op.Type, string.Join(", ", op.Outputs), string.Join(", ", op.Shapes), TextTable.Count(op.Parameters), TextTable.Count(op.Flops));
        }
        output.Write(table.ToString());
        output.WriteLine();
        int count = summary.Operators.Count, persistable = InferencePersistables(program);
        output.WriteLine($"blocks: {program.NumBlocks}, operators: {count}, variables: {program.ListVars().Count()}, persistable: {persistable}");
        foreach ((string name, Shape shape) in summary.Inputs)
            output.WriteLine($"input: {name} {program.GlobalBlock().Var(name).DType} {program.GlobalBlock().Var(name).Shape}, summarized as {shape}");
        foreach (string name in summary.Outputs)
            output.WriteLine($"output: {name} {program.GlobalBlock().Var(name).DType} {summary.Operators.SelectMany(o => o.Outputs.Zip(o.Shapes)).LastOrDefault(p => p.First == name).Second}");
        output.WriteLine($"total parameters: {TextTable.Count(summary.Parameters)}");
        output.WriteLine($"total FLOPs: {(summary.IsComplete ? "" : "at least ")}{TextTable.Count(summary.Flops)}");
        output.WriteLine($"program: {files.Program}, {TextTable.Count(new FileInfo(files.Program).Length)} bytes");
        output.WriteLine(files.HasParameters ? $"parameters: {files.Parameters}, {TextTable.Count(Size(program, files.Parameters))} bytes" : "parameters: no file");
        if (svg is not null)
            Write(svg, Static.Static.ToSvg(program), output);
        if (dot is not null)
            Write(dot, Static.Static.ToDot(program), output);
    }

    private static int InferencePersistables(Program program) => Static.Files.ParameterFiles.Names(program).Length;

    private static long Size(Program program, string parameters)
        => File.Exists(parameters) ? new FileInfo(parameters).Length
            : Static.Files.ParameterFiles.Names(program).Select(n => new FileInfo(Path.Combine(parameters, n))).Where(f => f.Exists).Sum(f => f.Length);

    private static void Write(string path, string text, TextWriter output)
    {
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
        output.WriteLine($"written: {path}");
    }

    private static void Parameters(string path, TextWriter output)
    {
        var set = ParameterSet.Read(path);
        TextTable table = new TextTable("name", "parameter", "dtype", "shape", "elements").Right(4);
        foreach ((string name, Formats.Npy.NumpyArray array) in set.State.Arrays)
            table.Add(name, set.State.ParameterNames.TryGetValue(name, out string? parameter) ? parameter : "", ParameterSet.TypeName(array), $"[{string.Join(", ", array.Shape)}]", TextTable.Count(array.Length));
        output.Write(table.ToString());
        output.WriteLine();
        foreach ((string name, object? value) in set.State.Entries.Where(e => e.Value is not Formats.Npy.NumpyArray))
            output.WriteLine($"other: {name} ({value?.GetType().Name ?? "None"})");
        output.WriteLine($"arrays: {set.State.Arrays.Count()}");
        output.WriteLine($"total elements: {TextTable.Count(set.State.Arrays.Sum(a => (long)a.Value.Length))}");
        output.WriteLine($"file: {path}, {TextTable.Count(new FileInfo(path).Length)} bytes");
    }
}
