using System.Formats.Tar;
using System.IO.Compression;
using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.IO;
using Trireme.Tests.Shared;
using Trireme.Vision.Datasets;
using Trireme.Vision.Transforms;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Datasets;

public class CifarTests(ITestOutputHelper output)
{
    [Fact]
    public void Real_archives_give_images_and_labels()
    {
        if (SharedData.Find("data/cifar10-slice/cifar-10-python-slice.tar.gz", output) is not { } path)
            return;
        var train = new Cifar10(path);
        Assert.Equal(2500, train.Length);
        Assert.Equal(500, new Cifar10(path, "test").Length);
        // The first training image is a frog, its first pixel (59, 62, 63); then two trucks, a deer, a car.
        Assert.Equal([6, 9, 9, 4, 1], Enumerable.Range(0, 5).Select(i => (long)train[i][1]!));
        var image = (Image)train[0][0]!;
        Assert.Equal((32, 32, 3), (image.Height, image.Width, image.Channels));
        Assert.Equal([59, 62, 63], image.Pixels[..3]);
        Tensor[] batch = new DataLoader(new Cifar10(path, "test", new ToTensor(), backend: "cv2"), batchSize: 100).First();
        Assert.Equal("[100, 3, 32, 32]", batch[0].Shape.ToString());
        Assert.Equal("[100]", batch[1].Shape.ToString());
        Assert.Equal("[32, 32, 3]", ((Tensor)new Cifar10(path, backend: "cv2")[0][0]!).Shape.ToString());
        Assert.Equal([59f, 43f, 50f], ((Tensor)new Cifar10(path, backend: "tensor")[0][0]!).ToArray<float>()[..3]);
    }

    [Fact]
    public void Fine_labels_are_cifar100s_and_bad_archives_are_refused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.tar.gz");
        try
        {
            Write(path, "cifar-100-python/train", new PickleDict { ["fine_labels"] = new List<object?> { 99L, 3L }, ["data"] = new NumpyArray("|u1", 2, 3072) });
            Assert.Equal(99L, new Cifar100(path)[0][1]);
            Assert.Contains("'test'", Assert.Throws<InvalidFileException>(() => new Cifar100(path, "test")).Message);
            Assert.Contains("'data_batch'", Assert.Throws<InvalidFileException>(() => new Cifar10(path)).Message);
            Write(path, "cifar-100-python/train", new PickleDict { ["fine_labels"] = new List<object?> { 100L, 3L }, ["data"] = new NumpyArray("|u1", 2, 3072) });
            Assert.Contains("0 is 100", Assert.Throws<InvalidFileException>(() => new Cifar100(path)).Message);
            Write(path, "cifar-100-python/train", new PickleDict { ["fine_labels"] = new List<object?> { 9L }, ["data"] = new NumpyArray("|u1", 2, 3072) });
            Assert.Throws<InvalidFileException>(() => new Cifar100(path));
            File.WriteAllText(path, "no archive");
            Assert.Throws<InvalidFileException>(() => new Cifar10(path));
            Assert.Contains("does not exist", Assert.Throws<InvalidArgumentException>(() => new Cifar10(path + "x")).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path, string entry, PickleDict content)
    {
        using FileStream file = File.Create(path);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        var bytes = new MemoryStream();
        PickleFile.Write(bytes, content, 2);
        bytes.Position = 0;
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry) { DataStream = bytes });
    }
}
