using System.Security.Cryptography;
using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.IO;
using Trireme.Random;
using Trireme.Tests.Shared;
using Trireme.Vision.Datasets;
using Trireme.Vision.Transforms;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Datasets;

public class MnistTests(ITestOutputHelper output)
{
    private static readonly Compose ToNormalized = new([new ToTensor(), new Normalize(0.1307, 0.3081)]);

    [Theory]
    [InlineData("mnist", "train", 60000, new long[] { 5, 0, 4, 1, 9 })]
    [InlineData("mnist", "test", 10000, new long[] { 7, 2, 1, 0, 4 })]
    [InlineData("fashion-mnist", "train", 60000, new long[] { 9, 0, 0, 3, 0 })]
    [InlineData("fashion-mnist", "test", 10000, new long[] { 9, 2, 1, 1, 6 })]
    public void Real_files_hold_what_is_known(string name, string mode, int count, long[] labels)
    {
        if (Open(name, mode) is not { } set)
            return;
        Assert.Equal(count, set.Length);
        Assert.Equal(mode, set.Mode);
        Assert.Equal(labels, Enumerable.Range(0, 5).Select(i => Assert.Single(Assert.IsType<long[]>(set[i][1]))));
        var image = Assert.IsType<Image>(set[0][0]);
        Assert.Equal((28, 28, 1), (image.Height, image.Width, image.Channels));
        if (name == "mnist" && mode == "train")
            Assert.Equal((0.1307, 0.3081), MeanAndDeviation(set));
    }

    [Fact]
    public void Backends_give_images_bytes_to_transforms_and_floats()
    {
        if (Open("mnist", "test") is not { } pil || Open("mnist", "test", backend: "cv2") is not { } cv2 || Open("mnist", "test", backend: "tensor") is not { } tensor)
            return;
        byte[] pixels = ((Image)pil[3][0]!).Pixels;
        var array = (Tensor)cv2[3][0]!;
        Assert.Equal("[28, 28]", array.Shape.ToString());
        Assert.Equal(pixels.Select(p => (float)p), array.ToArray<float>());
        Assert.Equal("[1, 28, 28]", ((Tensor)tensor[3][0]!).Shape.ToString());
        object? seen = null;
        var lambda = Open("mnist", "test", x => seen = x, "cv2")!;
        Assert.Equal(DType.Float32, ((Tensor)lambda[3][0]!).DType);
        Assert.Equal(DType.UInt8, ((Tensor)seen!).DType);
        foreach (string backend in new[] { "pil", "cv2", "tensor" })
        {
            var scaled = (Tensor)Open("mnist", "test", new ToTensor(), backend)![3][0]!;
            Assert.Equal("[1, 28, 28]", scaled.Shape.ToString());
            Assert.Equal(pixels.Select(p => p / 255f), scaled.ToArray<float>());
        }
    }

    [Fact]
    public void Batches_are_images_and_a_column_of_labels()
    {
        if (Open("mnist", "test", ToNormalized) is not { } set)
            return;
        var loader = new DataLoader(set, batchSize: 64, dropLast: true);
        Tensor[] batch = loader.First();
        Assert.Equal("[64, 1, 28, 28]", batch[0].Shape.ToString());
        Assert.Equal("[64, 1]", batch[1].Shape.ToString());
        Assert.Equal(DType.Int64, batch[1].DType);
        Assert.Equal((0 - 0.1307f) / 0.3081f, batch[0].ItemAt<float>(0));
        Assert.Equal(7, batch[1].ItemAt<long>(0));
    }

    [Fact]
    public void Random_transforms_do_not_depend_on_the_number_of_workers()
    {
        var set = new Digits(transform: new Compose([new RandomCrop(20), new RandomRotation(30), new RandomErasing(), new ToTensor()]), count: 300);
        string[] hashes = [.. new[] { 0, 1, 2, 4 }.Select(Hash)];
        Assert.Single(hashes.Distinct());

        string Hash(int workers)
        {
            // A generator of this thread alone: other tests draw from the common one meanwhile.
            using Generator.Override scope = new Generator(5).UseOnThisThread();
            using var bytes = new MemoryStream();
            foreach (Tensor[] batch in new DataLoader(set, batchSize: 32, numWorkers: workers))
                bytes.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(batch[0].ToArray<float>().AsSpan()));
            return Convert.ToHexString(MD5.HashData(bytes.ToArray()));
        }
    }

    [Fact]
    public void Digits_have_the_shape_of_mnist()
    {
        var set = new Digits("test", new ToTensor(), count: 50);
        Assert.Equal(50, set.Length);
        Assert.Equal("[1, 28, 28]", ((Tensor)set[0][0]!).Shape.ToString());
        Assert.InRange(((long[])set[49][1]!)[0], 0, 9);
        Assert.Throws<OutOfRangeException>(() => set[50]);
    }

    [Fact]
    public void Bad_files_are_refused_before_use()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string images = Path.Combine(folder, "images"), labels = Path.Combine(folder, "labels.gz");
            IdxFile.Write(images, [3, 2, 2], new byte[12]);
            IdxFile.Write(labels, [2], new byte[2]);
            Assert.Contains("2 labels for the 3 images", Assert.Throws<InvalidFileException>(() => new MNIST(images, labels)).Message);
            IdxFile.Write(labels, [3], new byte[] { 0, 10, 9 });
            Assert.Contains("label 1 is 10", Assert.Throws<InvalidFileException>(() => new MNIST(images, labels)).Message);
            IdxFile.Write(labels, [3], new byte[] { 0, 1, 9 });
            Assert.Equal(3, new MNIST(images, labels, "TRAIN").Length);
            Assert.Contains("does not exist", Assert.Throws<InvalidArgumentException>(() => new FashionMNIST(images + "x", labels)).Message);
            Assert.Contains("'val'", Assert.Throws<InvalidArgumentException>(() => new MNIST(images, labels, "val")).Message);
            Assert.Contains("'jpg'", Assert.Throws<InvalidArgumentException>(() => new MNIST(images, labels, backend: "jpg")).Message);
            Assert.Throws<InvalidFileException>(() => new MNIST(labels, images));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void The_data_sets_are_listed()
        => Assert.All(VisionDatasets.All, name => Assert.True(typeof(MNIST).Assembly.GetType($"Trireme.Vision.Datasets.{name}")!.IsSubclassOf(typeof(Dataset))));

    private static (double, double) MeanAndDeviation(MNIST set)
    {
        double sum = 0, squares = 0;
        foreach (Sample sample in set)
        {
            foreach (byte p in ((Image)sample[0]!).Pixels)
            {
                sum += p;
                squares += p * p;
            }
        }
        double count = set.Length * 784.0, mean = sum / count;
        return (Math.Round(mean / 255, 4), Math.Round(Math.Sqrt((squares / count) - (mean * mean)) / 255, 4));
    }

    private MNIST? Open(string name, string mode, Func<object?, object?>? transform = null, string? backend = null)
    {
        if (SharedData.Find($"data/{name}", output) is not { } folder)
            return null;
        string prefix = Path.Combine(folder, mode == "train" ? "train" : "t10k");
        (string images, string labels) = ($"{prefix}-images-idx3-ubyte.gz", $"{prefix}-labels-idx1-ubyte.gz");
        return name == "mnist" ? new MNIST(images, labels, mode, transform, backend: backend) : new FashionMNIST(images, labels, mode, transform, backend: backend);
    }
}
