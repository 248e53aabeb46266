using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Trireme.Formats.Files;
using Trireme.Tests.Shared;
using Trireme.Vision.Datasets;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Datasets.Files;

public class IdxFileTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public void The_real_files_are_read(string set)
    {
        if (SharedData.Find(Path.Combine("data", set), output) is not { } folder)
            return;
        IdxFile images = IdxFile.Read(Path.Combine(folder, "train-images-idx3-ubyte.gz"), rank: 3);
        IdxFile labels = IdxFile.Read(Path.Combine(folder, "train-labels-idx1-ubyte.gz"), rank: 1);
        Assert.Equal([60000, 28, 28], images.Shape);
        Assert.Equal([60000], labels.Shape);
        Assert.Equal(10, labels.Data.ToArray().Distinct().Count());
        Assert.Equal(784, images[59999].Length);
        if (set == "mnist")
        {
            Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], labels.Data[..10].ToArray());
            Assert.Equal(5, labels[0][0]);
        }
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public void The_catalogues_checksums_are_those_of_the_real_files(string set)
    {
        if (SharedData.Find(Path.Combine("data", set), output) is not { } folder)
            return;
        DatasetFile[] files = set == "mnist"
            ? [DatasetFile.MnistTrainImages, DatasetFile.MnistTrainLabels, DatasetFile.MnistTestImages, DatasetFile.MnistTestLabels]
            : [DatasetFile.FashionMnistTrainImages, DatasetFile.FashionMnistTrainLabels, DatasetFile.FashionMnistTestImages, DatasetFile.FashionMnistTestLabels];
        foreach (DatasetFile file in files)
        {
            Assert.Equal(set, file.Module);
            Assert.Equal(file.Md5, Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(Path.Combine(folder, file.Name)))));
        }
    }

    [Theory]
    [InlineData("x.gz")]
    [InlineData("x.idx")]
    public void What_is_written_is_read_back(string name)
    {
        string folder = Directory.CreateTempSubdirectory("trireme-idx-").FullName;
        try
        {
            string path = Path.Combine(folder, name);
            foreach (int[] shape in (int[][])[[3, 2, 4], [24], [0, 28, 28], [0], [2, 0, 5], [1, 1, 1, 1, 1, 1, 2, 1]])
            {
                byte[] data = [.. Enumerable.Range(1, shape.Aggregate(1, (n, d) => n * d)).Select(i => (byte)i)];
                IdxFile.Write(path, shape, data);
                IdxFile read = IdxFile.Read(path, shape.Length);
                Assert.Equal(shape, read.Shape);
                Assert.Equal(data, read.Data.ToArray());
            }
            Assert.Equal(name == "x.gz", File.ReadAllBytes(path)[0] == 0x1F);
            IdxFile.Write(path, [3, 2], new byte[] { 1, 2, 3, 4, 5, 6 });
            Assert.Equal([5, 6], IdxFile.Read(path)[2].ToArray());
            Assert.Throws<ArgumentOutOfRangeException>(() => IdxFile.Read(path)[3].Length);
            Assert.Throws<ArgumentException>(() => IdxFile.Write(path, [2, 2], new byte[5]));
            Assert.Equal([path], Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_something_else_or_of_the_wrong_length_is_refused()
    {
        Refused("magic number is 2049", Plain(0x00000801, [3], 3), rank: 3);
        Refused("magic number is 2817", Plain(0x00000B01, [3], 6));
        Refused("magic number", Plain(0x01000801, [3], 3));
        Refused("magic number", Plain(0x00000800, [], 1));
        Refused("ends inside the header", [0, 0]);
        Refused("ends inside the header", []);
        Refused("ends inside the dimensions", Plain(0x00000803, [3, 2], 0));
        Refused("that is 6 bytes of data, but 5 follow", Plain(0x00000802, [3, 2], 5));
        Refused("that is 6 bytes of data, but 7 follow", Plain(0x00000802, [3, 2], 7));
        Refused("dimension 0 is 2147483648", Plain(0x00000802, [int.MinValue, 2], 0));
        Refused("ends inside the 6 bytes", Gzip(Plain(0x00000802, [3, 2], 5)));
        Refused("but more follow", Gzip(Plain(0x00000802, [3, 2], 7)));
        Refused("more than its compressed size can hold", Gzip(Plain(0x00000803, [int.MaxValue, int.MaxValue, int.MaxValue], 7)));
        byte[] good = Gzip(Plain(0x00000802, [3, 2], 6));
        good[^6] ^= 1;
        Refused("gzip data is damaged", good);
    }

    [Fact]
    public void Damaged_files_are_refused_or_read_without_harm()
    {
        byte[] images = Plain(0x00000803, [40, 28, 28], 40 * 784), labels = Plain(0x00000801, [600], 600);
        if (SharedData.Find(Path.Combine("data", "mnist", "t10k-images-idx3-ubyte.gz"), output) is { } path)
            images = Plain(0x00000803, [40, 28, 28], IdxFile.Read(path).Data[..(40 * 784)].ToArray());
        foreach (byte[] file in (byte[][])[images, labels, Gzip(images), Gzip(labels)])
        {
            void Read(byte[] bytes)
            {
                using var stream = new MemoryStream(bytes);
                IdxFile.Read(stream, "damaged");
            }
            int refused = Mutations.Survive<InvalidFileException>(Mutations.Of(file, 800, 1), Read);
            refused += Mutations.Survive<InvalidFileException>(Mutations.Prefixes(file, 300), Read);
            output.WriteLine($"{file.Length} bytes: {refused} of 1100 refused");
            Assert.True(refused > 400);
        }
    }

    private static void Refused(string reason, byte[] file, int? rank = null)
    {
        using var stream = new MemoryStream(file);
        var error = Assert.Throws<InvalidFileException>(() => IdxFile.Read(stream, "some.gz", rank));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("some.gz:", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Plain(int magic, int[] shape, int count) => Plain(magic, shape, [.. Enumerable.Range(0, count).Select(i => (byte)i)]);

    private static byte[] Plain(int magic, int[] shape, byte[] data)
    {
        byte[] file = new byte[4 + (4 * shape.Length) + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(file, magic);
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), shape[i]);
        data.CopyTo(file, file.Length - data.Length);
        return file;
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
            gzip.Write(plain);
        return target.ToArray();
    }
}
