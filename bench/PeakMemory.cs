using System.Diagnostics;
using System.Globalization;
using Trireme.Bench.Rows;
using Trireme.Cpu;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Vision.Models;
using F = Trireme.NN.Functional;

namespace Trireme.Bench;

/// <summary>The resident memory at the peak of a process that trains ResNet-50, batch 4, for four steps: here and in PyTorch.</summary>
internal static class PeakMemory
{
    public const string Argument = "--train-resnet50";
    private const int Batch = 4, Steps = 4;

    /// <summary>Runs both and prints one line.</summary>
    /// <returns>Whether PyTorch's peak is at least ours.</returns>
    public static bool Run(TorchSide? torch, TextWriter output)
    {
        double ours = double.Parse(Child.Run(Argument), CultureInfo.InvariantCulture);
        double theirs = torch is null ? double.NaN : double.Parse(torch.RunAlone("peak-memory", "resnet50", $"{Batch}"), CultureInfo.InvariantCulture);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"peak memory: ResNet-50 training, batch {Batch}, {Steps} steps with Adam: PyTorch {theirs / 1e6:0.0} MB, Trireme {ours / 1e6:0.0} MB, ratio {theirs / ours:0.00}"));
        return !(ours > theirs);
    }

    /// <summary>What the child does.</summary>
    public static int PrintPeak()
    {
        ResNet model = Models.Resnet50();
        var optimizer = new Adam(0.001, parameters: model.Parameters());
        Tensor x = Values.Uniform([Batch, 3, 224, 224]), y = Values.Labels(Batch, 1000);
        for (int i = 0; i < Steps; i++)
        {
            F.CrossEntropy(model.Call(x), y).Backward();
            optimizer.Step();
            optimizer.ClearGrad();
        }
        Console.WriteLine((MemoryCheck.Megabytes("VmHWM", () => Process.GetCurrentProcess().PeakWorkingSet64) * 1e6).ToString("0",
            CultureInfo.InvariantCulture));
        return 0;
    }
}
