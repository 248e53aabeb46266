using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Tests.Samples;

/// <summary>A few hundred synthetic digits, in memory and as a cache folder that the samples find in place of the full sets.</summary>
public sealed class SampleData : IDisposable
{
    private const int TrainCount = 600, TestCount = 200;
    private readonly string? _homeBefore = Environment.GetEnvironmentVariable(DatasetCache.HomeVariable);

    public SampleData()
    {
        Directory.CreateDirectory(Folder);
        Environment.SetEnvironmentVariable(DatasetCache.HomeVariable, Folder);
        SyntheticDigits train = SyntheticDigits.Generate("train", TrainCount), test = SyntheticDigits.Generate("test", TestCount);
        foreach (string module in (string[])["mnist", "fashion-mnist", "synthetic-digits-1"])
        {
            Write(module, "train", train);
            Write(module, "t10k", test);
        }
        Train = InMemory(train);
        Test = InMemory(test);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "trireme-samples-" + Guid.NewGuid().ToString("N"));

    public Dataset Train { get; }

    public Dataset Test { get; }

    public string NewFolder() => Path.Combine(Folder, Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(DatasetCache.HomeVariable, _homeBefore);
        Directory.Delete(Folder, recursive: true);
    }

    private static TensorDataset InMemory(SyntheticDigits digits)
    {
        float[] images = Array.ConvertAll(digits.Images.Data.ToArray(), p => (p - 127.5f) / 127.5f);
        long[] labels = Array.ConvertAll(digits.Labels.Data.ToArray(), l => (long)l);
        return new TensorDataset([Paddle.ToTensor(images).Reshape([labels.Length, 1, 28, 28]), Paddle.ToTensor(labels).Reshape([labels.Length, 1])]);
    }

    private void Write(string module, string prefix, SyntheticDigits digits)
    {
        string folder = Path.Combine(Folder, module);
        Directory.CreateDirectory(folder);
        IdxFile.Write(Path.Combine(folder, $"{prefix}-images-idx3-ubyte.gz"), digits.Images.Shape, digits.Images.Data.ToArray());
        IdxFile.Write(Path.Combine(folder, $"{prefix}-labels-idx1-ubyte.gz"), digits.Labels.Shape, digits.Labels.Data.ToArray());
    }
}
