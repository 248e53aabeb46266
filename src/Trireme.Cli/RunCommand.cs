using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trireme.Formats.Npy;
using Trireme.Inference;
using Trireme.Saving;
using Trireme.Static;

namespace Trireme.Cli;

/// <summary><c>trireme run</c>: runs a model on files.</summary>
internal static class RunCommand
{
    private const int ShownValues = 8;

    public static Command Create(TextWriter output, CancellationToken stop)
    {
        Argument<string> model = new("MODEL") { Description = "A .pdmodel, .json or __model__ file, its folder, or its path without suffix." };
        Option<string[]> inputs = new("--input") { Description = "An input's values: x=values.npy, or x=picture.png (PNG, JPEG, BMP, PNM).", HelpName = "NAME=FILE" };
        Option<string?> parameters = new("--params") { Description = "The parameters, where they are not beside the program.", HelpName = "FILE" };
        Option<string?> folder = new("--output") { Description = "Writes each output into this folder as NAME.npy.", HelpName = "DIR" };
        Option<int> repeat = new("--repeat") { Description = "Runs so often and prints the median time.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string?> size = new("--size") { Description = "Resizes pictures to HEIGHT,WIDTH [default: what the model declares, or the picture's own size].", HelpName = "H,W" };
        Option<string> scale = new("--scale") { Description = "Multiplies the samples of pictures, 0 to 255.", HelpName = "NUMBER", DefaultValueFactory = _ => "1/255" };
        Option<string> mean = new("--mean") { Description = "Subtracted after that; one number, or one a channel.", HelpName = "NUMBERS", DefaultValueFactory = _ => "0" };
        Option<string> std = new("--std") { Description = "Divides after that; one number, or one a channel.", HelpName = "NUMBERS", DefaultValueFactory = _ => "1" };
        Option<bool> bgr = new("--bgr") { Description = "Gives the channels of pictures as blue, green, red." };
        var command = new Command("run", "Runs a model and prints what comes out.") { model, inputs, parameters, folder, repeat, size, scale, mean, std, bgr };
        command.SetAction(parsed =>
        {
            int times = parsed.GetValue(repeat);
            if (times < 1)
                throw new ToolException($"--repeat is {times}: it must be at least 1.");
            double[] factor = NamedValues.Numbers("--scale", parsed.GetValue(scale)!);
            if (factor.Length != 1)
                throw new ToolException("--scale takes one number.");
            var picture = new PictureInput(parsed.GetValue(size) is { } text ? NamedValues.Shape("--size", text) : (Shape?)null, factor[0],
                NamedValues.Numbers("--mean", parsed.GetValue(mean)!), NamedValues.Numbers("--std", parsed.GetValue(std)!), parsed.GetValue(bgr));
            Run(ModelFiles.Find(parsed.GetValue(model)!, parsed.GetValue(parameters)), NamedValues.Split("--input", parsed.GetValue(inputs) ?? []), picture, times,
                parsed.GetValue(folder), output, stop);
            return Tool.Done;
        });
        return command;
    }

    private static void Run(ModelFiles files, OrderedDictionary<string, string> inputs, PictureInput pictures, int times, string? folder, TextWriter output, CancellationToken stop)
    {
        Predictor predictor = Inference.Inference.CreatePredictor(new Config(files.Program, files.Parameters));
        string[] missing = predictor.GetInputNames().Where(n => !inputs.ContainsKey(n)).ToArray();
        Block block = files.Read().GlobalBlock();
        if (missing.Length > 0)
            throw new ToolException($"--input is missing for {string.Join(", ", missing.Select(n => $"{n} ({block.Var(n).DType} {block.Var(n).Shape})"))}.");
        foreach ((string name, string file) in inputs)
        {
            InferTensor handle = predictor.GetInputHandle(name);
            Tensor value = Read(name, file, block.Var(name).Shape, pictures);
            // NumPy's own types are wider than most models': float64 and int64 are what one gets by not choosing.
            if (value.DType != handle.DType && value.DType.IsFloating == handle.DType.IsFloating)
                value = value.Cast(handle.DType);
            handle.CopyFromCpu(value);
            output.WriteLine($"input {name}: {value.Shape} {value.DType} from {file}");
        }
        var milliseconds = new List<double>();
        for (int i = 0; i < times; i++)
        {
            stop.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            predictor.Run();
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        milliseconds.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"runs: {times}, median {milliseconds[times / 2]:0.###} ms, fastest {milliseconds[0]:0.###} ms"));
        foreach (string name in predictor.GetOutputNames())
        {
            Tensor result = predictor.GetOutputHandle(name).CopyToCpu();
            output.WriteLine(Describe(name, result));
            if (folder is null)
                continue;
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, FileName(name) + ".npy");
            NpyFile.Write(path, TensorArrays.ToArray(result));
            output.WriteLine($"  written: {path}");
        }
    }

    private static Tensor Read(string name, string file, Shape declared, PictureInput pictures)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"--input {name}: there is no file '{file}' ({Path.GetFullPath(file)}).");
        return Path.GetExtension(file) == ".npy" ? TensorArrays.ToTensor(NpyFile.Read(file), file) : pictures.Read(file, declared);
    }

    private static string Describe(string name, Tensor result)
    {
        if (result.Size == 0)
            return $"output {name}: {result.Shape} {result.DType}, empty";
        double[] values = result.Cast(DType.Float64).ToArray<double>();
        string first = string.Join(", ", values.Take(ShownValues).Select(v => v.ToString("G6", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture,
            $"output {name}: {result.Shape} {result.DType}\n  min {values.Min():G6}, max {values.Max():G6}, mean {values.Average():G6}\n  first: {first}{(values.Length > ShownValues ? ", ..." : "")}");
    }

    private static string FileName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
}
