using System.Diagnostics;
using System.Globalization;
using Trireme.Bench.Rows;
using Trireme.Optimizers;
using Trireme.Vision.Models;
using F = Trireme.NN.Functional;

namespace Trireme.Bench;

/// <summary>Trains LeNet in a plain loop that disposes of nothing, and watches the resident memory.</summary>
internal static class MemoryCheck
{
    private const int CompilerPause = 1000;
    private const double AllowedGrowth = 0.05, AllowedPeak = 300;

    /// <summary>Runs the loop and prints one line.</summary>
    /// <returns>Whether the memory stayed within its bounds.</returns>
    public static bool Run(int steps, TextWriter output)
    {
        Paddle.Seed(1);
        var model = new LeNet();
        var optimizer = new Adam(0.001, parameters: model.Parameters());
        Tensor[] images = [.. Enumerable.Range(0, 8).Select(i => Values.Uniform([64, 1, 28, 28], seed: i))];
        Tensor[] labels = [.. Enumerable.Range(0, 8).Select(i => Values.Labels(64, 10, seed: i))];
        double early = 0;
        long start = Stopwatch.GetTimestamp();
        for (int step = 1; step <= steps; step++)
        {
            Tensor loss = F.CrossEntropy(model.Call(images[step % 8]), labels[step % 8]);
            loss.Backward();
            optimizer.Step();
            optimizer.ClearGrad();
            if (step != Math.Min(1000, steps))
                continue;
            // The runtime compiles what has run often once more, in the background: its memory is no growth of the loop's.
            Thread.Sleep(CompilerPause);
            early = Megabytes("VmRSS", () => Environment.WorkingSet);
        }
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds - (CompilerPause / 1e3);
        double late = Megabytes("VmRSS", () => Environment.WorkingSet);
        double peak = Megabytes("VmHWM", () => Process.GetCurrentProcess().PeakWorkingSet64);
        double growth = (late / early) - 1;
        bool holds = Math.Abs(growth) <= AllowedGrowth && peak <= AllowedPeak;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"memory: {steps} LeNet training steps, batch 64, no Dispose: {early:0.0} MB after step {Math.Min(1000, steps)}, {late:0.0} MB at the end ({growth:+0.0%;-0.0%}, " +
            $"allowed {AllowedGrowth:0%}), peak {peak:0.0} MB (allowed {AllowedPeak}), {seconds / steps * 1e3:0.00} ms a step: {(holds ? "pass" : "FAIL")}"));
        return holds;
    }

    // Megabytes as in the claim: 10^6 bytes.
    public static double Megabytes(string field, Func<long> otherwise)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
            return otherwise() / 1e6;
        string line = File.ReadLines(Status).First(l => l.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
