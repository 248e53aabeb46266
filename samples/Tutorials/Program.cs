using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Vision.Datasets;
using Trireme.Vision.Transforms;

namespace Trireme.Samples.Tutorials;

/// <summary>Paddle's tutorials in C#, one class each. Pass the name of one, or nothing for all in order.</summary>
internal static class Program
{
    private static readonly (string Name, Action<Dataset, Dataset, string> Run)[] Tutorials =
    [
        ("guide", HighLevelGuide.Run),
        ("guide-static", HighLevelGuide.RunStatic),
        ("course", Course.Run),
        ("resume", Resume.Run),
        ("lenet", LeNetTraining.Run),
        ("steps", TrainEvaluatePredict.Run),
        ("linear-system", (_, _, folder) => LinearSystem.Run(folder)),
        ("fit-a-line", (_, _, folder) => FitALine.Run(folder)),
        ("image-classification", (_, _, folder) => ImageClassification.Run(folder)),
        ("mnist-fluid", (train, test, _) => MnistFluid.Run(train, test)),
    ];

    public static int Main(string[] args)
    {
        string[] known = [.. Tutorials.Select(t => t.Name)];
        if (args.Except(known).ToArray() is { Length: > 0 } unknown)
        {
            Console.Error.WriteLine($"There is no tutorial '{unknown[0]}'. There are: {string.Join(", ", known)}.");
            return 2;
        }
        try
        {
            (Dataset train, Dataset test) = Load();
            string folder = Path.Combine("out", "tutorials");
            foreach ((string name, Action<Dataset, Dataset, string> run) in Tutorials.Where(t => args.Length == 0 || args.Contains(t.Name)))
            {
                Console.WriteLine($"========== {name} ==========");
                run(train, test, folder);
            }
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidArgumentException or InvalidFileException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    // MNIST, or the digits that the library draws itself where MNIST cannot be had.
    private static (Dataset Train, Dataset Test) Load()
    {
        var transform = new Normalize(mean: 127.5, std: 127.5, dataFormat: "CHW");
        try
        {
            return (new MNIST(mode: "train", transform: transform), new MNIST(mode: "test", transform: transform));
        }
        catch (DownloadException e) when (e.FoundMd5 is null)
        {
            Console.WriteLine("MNIST is neither cached nor to be downloaded: these are synthetic digits");
            return (new Digits(mode: "train", transform: transform), new Digits(mode: "test", transform: transform));
        }
    }
}
