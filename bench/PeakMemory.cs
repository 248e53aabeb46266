using System.Diagnostics;
using System.Globalization;
using Trireme.Bench.Rows;
using Trireme.NN;
using Trireme.Optimizers;
using F = Trireme.NN.Functional;

namespace Trireme.Bench;

/// <summary>The resident memory at the peak of a process that trains a network on photographs for some steps: here and in PyTorch.</summary>
internal static class PeakMemory
{
    public const string Argument = "--train-network";
    private const int Steps = 16;

    /// <summary>Runs both for each network and prints a line of each.</summary>
    /// <returns>Whether PyTorch's peaks are at least ours.</returns>
    public static bool Run(TorchSide? torch, TextWriter output)
    {
        bool good = true;
        foreach (ImageNetwork network in ImageNetworkRows.Networks.Where(n => n.Trains))
        {
            double ours = double.Parse(Child.Run(Argument, network.Key), CultureInfo.InvariantCulture);
            double theirs = torch is null ? double.NaN : double.Parse(torch.RunAlone("peak-memory", network.Key, $"{network.Batch}"), CultureInfo.InvariantCulture);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"peak memory: {network.Name} training, batch {network.Batch}, {Steps} steps with Adam: PyTorch {theirs / 1e6:0.0} MB, Trireme {ours / 1e6:0.0} MB, ratio {theirs / ours:0.00}"));
            good &= !(ours > theirs);
        }
        return good;
    }

    /// <summary>What the child does.</summary>
    public static int PrintPeak(string key)
    {
        ImageNetwork network = ImageNetworkRows.Networks.Single(n => n.Key == key);
        Layer model = network.Make();
        var optimizer = new Adam(0.001, parameters: model.Parameters());
        Tensor x = Values.Uniform([network.Batch, 3, 224, 224]), y = Values.Labels(network.Batch, 1000);
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
