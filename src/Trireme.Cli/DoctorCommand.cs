using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Trireme.Cpu;
using Trireme.Text;
using Trireme.Vision.Datasets;

namespace Trireme.Cli;

/// <summary><c>trireme doctor</c>: what the machine has, what is used of it, and what is missing.</summary>
internal static class DoctorCommand
{
    private const int Side = 512;

    private static readonly DatasetFile[] Files =
    [
        DatasetFile.MnistTrainImages, DatasetFile.MnistTrainLabels, DatasetFile.MnistTestImages, DatasetFile.MnistTestLabels,
        DatasetFile.FashionMnistTrainImages, DatasetFile.FashionMnistTrainLabels, DatasetFile.FashionMnistTestImages, DatasetFile.FashionMnistTestLabels,
        DatasetFile.Cifar10, DatasetFile.Cifar100, DatasetFile.Flowers, DatasetFile.FlowersLabels, DatasetFile.FlowersParts, DatasetFile.Voc2012,
        .. TextFiles.All,
    ];

    public static Command Create(TextWriter output, CancellationToken stop)
    {
        Option<double> seconds = new("--seconds") { Description = "How long the matrix product is measured; 0 leaves it out.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var command = new Command("doctor", "Says what the machine offers, what is used of it and what is missing.") { seconds };
        command.SetAction(parsed =>
        {
            double time = parsed.GetValue(seconds);
            if (!(time >= 0 && time <= 60))
                throw new ToolException($"--seconds is {time.ToString(CultureInfo.InvariantCulture)}: it must be from 0 to 60.");
            Report(output, time, stop);
            return Tool.Done;
        });
        return command;
    }

    private static void Report(TextWriter output, double seconds, CancellationToken stop)
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        output.WriteLine($"trireme: {typeof(Tensor).Assembly.GetName().Version?.ToString(3)}");
        output.WriteLine($".NET: {Environment.Version}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription.Trim()}");
        output.WriteLine($"processor: {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} logical");
        output.WriteLine($"features: AVX2 {Is(Avx2.IsSupported)}, FMA {Is(Fma.IsSupported)}, AVX-512 {Is(Avx512F.IsSupported)}, NEON {Is(System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported)}");
        output.WriteLine($"lanes in use: {(Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1)} of float32");
        output.WriteLine($"threads: {Workers.Count}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"memory: {memory.TotalAvailableMemoryBytes / 1048576.0:N0} MiB available to the process, {Environment.WorkingSet / 1048576.0:N0} MiB in use"));
        output.WriteLine($"data sets: {DatasetCache.Home} ({(Directory.Exists(DatasetCache.Home) ? "exists" : "does not exist")}; {DatasetCache.HomeVariable} names another)");
        foreach (IGrouping<string, DatasetFile> set in Files.GroupBy(f => f.Module))
        {
            string[] missing = set.Where(f => !File.Exists(f.CachePath)).Select(f => f.Name).ToArray();
            output.WriteLine($"  {set.Key}: {(missing.Length == 0 ? "complete" : $"missing {string.Join(", ", missing)}; fetched when first used")}");
        }
        if (seconds > 0)
            output.WriteLine(Measure(seconds, stop));
    }

    private static string Is(bool supported) => supported ? "yes" : "no";

    private static string Measure(double seconds, CancellationToken stop)
    {
        Tensor a = Paddle.Full([Side, Side], 0.5), b = Paddle.Full([Side, Side], 0.25);
        Paddle.Matmul(a, b).Dispose();
        int runs = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            stop.ThrowIfCancellationRequested();
            Paddle.Matmul(a, b).Dispose();
            runs++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        double rate = 2.0 * Side * Side * Side * runs / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
        return string.Create(CultureInfo.InvariantCulture, $"matrix product: {rate:0.0} GFLOP/s in float32, {Side} x {Side}, {runs} runs");
    }
}
