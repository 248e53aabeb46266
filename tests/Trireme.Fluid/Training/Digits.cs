using Trireme.Fluid.Datasets;
using Trireme.IO;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Fluid.Training;

/// <summary>The first images of MNIST's training set, and the first of its test set.</summary>
internal sealed class Digits
{
    private const int TrainCount = 2000, TestCount = 500;
    private static Digits? _read;

    private Digits(string folder)
    {
        Train = Take(Mnist.Train(File("train-images-idx3"), File("train-labels-idx1")), TrainCount);
        Test = Take(Mnist.Test(File("t10k-images-idx3"), File("t10k-labels-idx1")), TestCount);

        string File(string name) => Path.Combine(folder, name + "-ubyte.gz");
    }

    public Func<IEnumerable<Sample>> Train { get; }

    public Func<IEnumerable<Sample>> Test { get; }

    /// <summary>The digits, or null where the shared data is absent.</summary>
    public static Digits? Find(ITestOutputHelper output) => SharedData.Find("data/mnist", output) is { } folder ? _read ??= new Digits(folder) : null;

    private static Func<IEnumerable<Sample>> Take(Func<IEnumerable<Sample>> reader, int count)
    {
        Sample[] samples = reader().Take(count).ToArray();
        return () => samples;
    }
}
