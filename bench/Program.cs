using System.CommandLine;
using System.Text;
using Trireme.Bench;
using Trireme.Bench.Rows;
using Trireme.Cpu;

// A process of which the start is measured reads no command line first.
if (args is [ProcessRows.Argument, .. var threadsOfChild])
    return ProcessRows.PrintLoss(threadsOfChild);

Option<string> filter = new("--filter", "--rows") { Description = "Only rows whose group or name contains this text, or one of several with | between them.", DefaultValueFactory = _ => "" };
Option<bool> quick = new("--quick") { Description = "Shorter runs: less exact, for a look while working." };
Option<FileInfo?> output = new("--output") { Description = "Also writes the table to this file." };
Option<bool> memory = new("--memory") { Description = "Watches the memory of a long training loop instead; fails where it grows." };
Option<int> steps = new("--steps") { Description = "Steps of the training loop of --memory.", DefaultValueFactory = _ => 20_000 };
Option<int> threads = new("--threads") { Description = "Threads of each side.", DefaultValueFactory = _ => 2 };
Option<bool> cpuTime = new("--cpu-time") { Description = "Compares processor time on one thread each: for a machine that is busy with other things." };
Option<bool> alone = new("--alone") { Description = "Does not start PyTorch." };
Option<bool> profile = new("--profile") { Description = "Prints which operators of the rows take the time, on this side alone." };
Option<FileInfo?> trace = new("--trace") { Description = "With --profile: also writes a trace of the last row for chrome://tracing." };
Option<bool> agree = new("--agree") { Description = "Only compares the results of both sides; times nothing." };
Option<bool> scaling = new("--scaling") { Description = "Compares one thread with two on this side; without --filter: products of matrices and ResNet-18." };
Option<bool> sweep = new("--sweep") { Description = "Compares neighbouring sizes on this side and marks those a tenth below; --filter chooses families." };
Option<bool> peak = new("--peak-memory") { Description = "Compares the memory at the peak of the image networks' training instead." };
Option<string?> trainAlone = new(PeakMemory.Argument) { Hidden = true };
RootCommand command = new("Measures Trireme beside PyTorch on this machine.") { filter, quick, output, memory, steps, threads, cpuTime, alone, profile,
    trace, agree, scaling, sweep, peak, trainAlone };
command.SetAction(parsed =>
{
    Clock.CountsProcessorTime = parsed.GetValue(cpuTime);
    Workers.Count = Clock.CountsProcessorTime ? 1 : parsed.GetValue(threads);
    if (parsed.GetValue(trainAlone) is { } network)
        return PeakMemory.PrintPeak(network);
    if (parsed.GetValue(sweep))
    {
        Sweep.Run(parsed.GetValue(filter)!, Console.Out);
        return 0;
    }
    if (parsed.GetValue(scaling))
        return ScalingRun.Run(parsed.GetValue(filter) is { Length: > 0 } text ? Chosen(text)
            : [.. Chosen("GEMM 512"), .. Chosen("GEMM 1024"), .. Chosen("GEMM 2048"), .. Chosen("ResNet-18")], Console.Out);
    if (parsed.GetValue(peak))
    {
        using TorchSide? torch = parsed.GetValue(alone) ? null : TorchSide.Start(Workers.Count, out _);
        return PeakMemory.Run(torch, Console.Out) ? 0 : 1;
    }
    if (parsed.GetValue(profile))
        return ProfileRun.Run(Chosen(parsed.GetValue(filter)!), parsed.GetValue(trace), Console.Out);
    return parsed.GetValue(memory)
        ? MemoryCheck.Run(parsed.GetValue(steps), Console.Out) ? 0 : 1
        : Measure(parsed.GetValue(filter)!, parsed.GetValue(quick), parsed.GetValue(output), parsed.GetValue(alone), parsed.GetValue(agree));
});
return command.Parse(args).Invoke();

static int Measure(string filter, bool quick, FileInfo? output, bool alone, bool agree)
{
    Row[] rows = Chosen(filter);
    string reason = "not asked for";
    using TorchSide? torch = alone ? null : TorchSide.Start(Workers.Count, out reason);
    var text = new StringBuilder();
    Print($"{Machine.Describe(Workers.Count)}; {torch?.Version ?? $"without PyTorch ({reason})"}; ratio = PyTorch's median time divided by Trireme's");
    Print("");
    var cores = new Cores();
    var runner = new Runner(torch, cores, quick, agree);
    string group = "";
    int wrong = 0;
    foreach (Row row in rows)
    {
        if (row.Group != group)
        {
            group = row.Group;
            Print($"\n## {group}\n\n{Table.Head()}");
        }
        Result result = runner.Run(row);
        wrong += result.Note is null ? 0 : 1;
        Print(Table.Of(result));
    }
    if (!agree)
        Print($"\n{cores.Report()}");
    if (output is not null)
        File.WriteAllText(output.FullName, text.ToString());
    return wrong == 0 ? 0 : 1;

    void Print(string line)
    {
        Console.WriteLine(line);
        text.Append(line).Append('\n');
    }
}

static Row[] Chosen(string filter)
{
    Row[] rows = [.. MatmulRows.All(), .. NetworkRows.All(), .. CompiledRows.All(), .. ImageNetworkRows.All(), .. SequenceRows.All(),
        .. OperatorRows.All(), .. FunctionRows.All(), .. OptimizerRows.All(), .. LoaderRows.All(), .. ProcessRows.All()];
    string[] texts = filter.Split('|');
    return [.. rows.Where(r => texts.Any(t => r.Group.Contains(t, StringComparison.OrdinalIgnoreCase) || r.Name.Contains(t, StringComparison.OrdinalIgnoreCase)))];
}
