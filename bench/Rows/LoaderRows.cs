using Trireme.IO;
using Trireme.Vision.Datasets;
using Trireme.Vision.Transforms;

namespace Trireme.Bench.Rows;

/// <summary>An epoch of MNIST through ToTensor and Normalize, in batches of 64. Where MNIST is not on this machine, drawn digits take its place.</summary>
internal static class LoaderRows
{
    private const string SharedVariable = "TRIREME_SHARED";
    private static readonly Lazy<(string Images, string Labels)> Files = new(Find);

    public static IEnumerable<Row> All() => ((int[])[0, 2]).Select(Of);

    private static Row Of(int workers) => new("data", $"DataLoader, MNIST with transforms, {workers} workers", "loader", () =>
    {
        (string images, string labels) = Files.Value;
        IdxFile pixels = IdxFile.Read(images), classes = IdxFile.Read(labels);
        var data = new MNIST(images, labels, transform: new Compose([new ToTensor(), new Normalize(0.1307, 0.3081)]));
        return new Case(() =>
        {
            foreach (Tensor[] batch in new DataLoader(data, batchSize: 64, numWorkers: workers))
                GC.KeepAlive(batch);
        }, new() { ["images"] = Paddle.ToTensor(pixels.Data, pixels.Shape.ToArray()), ["labels"] = Paddle.ToTensor(classes.Data, [classes.Count]) }, () =>
        {
            Tensor[] batch = new DataLoader(data, batchSize: 64).First();
            return new() { ["images"] = batch[0], ["labels"] = batch[1] };
        });
    })
    {
        Arguments = new() { ["workers"] = workers },
        Work = SyntheticDigits.TrainCount,
        WorkUnit = "samples/s",
    };

    private static (string Images, string Labels) Find()
    {
        string shared = Path.Combine(Environment.GetEnvironmentVariable(SharedVariable) ?? "", "data", "mnist");
        foreach (string folder in (string[])[shared, DatasetCache.FolderOf("mnist")])
        {
            (string images, string labels) = (Path.Combine(folder, "train-images-idx3-ubyte.gz"), Path.Combine(folder, "train-labels-idx1-ubyte.gz"));
            if (File.Exists(images) && File.Exists(labels))
                return (images, labels);
        }
        SyntheticDigits drawn = SyntheticDigits.Generate("train");
        string temporary = Directory.CreateTempSubdirectory("trireme-bench-digits-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(temporary, recursive: true);
        (string drawnImages, string drawnLabels) = (Path.Combine(temporary, "images"), Path.Combine(temporary, "labels"));
        IdxFile.Write(drawnImages, drawn.Images.Shape, drawn.Images.Data.ToArray());
        IdxFile.Write(drawnLabels, drawn.Labels.Shape, drawn.Labels.Data.ToArray());
        return (drawnImages, drawnLabels);
    }
}
