using System.Formats.Tar;
using System.IO.Compression;
using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.Formats.Matlab;
using Trireme.IO;
using Trireme.Tests.Shared;
using Trireme.Vision.Datasets;

namespace Trireme.Tests.Vision.Datasets;

/// <summary>Photographs in tar archives, labelled by MATLAB's matrices or by pictures. The files are made here; pictures are told by content.</summary>
public sealed class FlowersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme-photos-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Image Photo(int seed) => Image.FromPixels(2, 3, 3, Enumerable.Range(0, 18).Select(i => (byte)((seed * 37) + i)).ToArray());

    private string Archive(string name, params (string Name, byte[] Content)[] files)
    {
        string path = Path.Combine(_folder, name);
        using FileStream file = File.Create(path);
        using Stream target = name.EndsWith(".tgz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var tar = new TarWriter(target);
        foreach ((string entry, byte[] content) in files)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) });
        return path;
    }

    private string Matrices(string name, bool compressed, params (string Name, int[] Values)[] matrices)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, MatBytes.Of(compressed, matrices));
        return path;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Matrices_are_read_by_name(bool compressed)
    {
        string path = Matrices("m.mat", compressed, ("abc", [1, 2, 40000]), ("longer_name", [7]));
        IReadOnlyDictionary<string, MatMatrix> all = MatFile.Read(path);
        Assert.Equal(["abc", "longer_name"], all.Keys);
        Assert.Equal([1, 3], all["abc"].Shape);
        Assert.Equal([1.0, 2, 40000], all["abc"].Values);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length += 5)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.True(Record.Exception(() => MatFile.Read(path)) is null or InvalidFileException, $"{length} bytes");
        }
        for (int i = 128; i < whole.Length; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[i] ^= 0xFF;
            File.WriteAllBytes(path, damaged);
            Assert.True(Record.Exception(() => MatFile.Read(path)) is null or InvalidFileException, $"byte {i}");
        }
    }

    [Theory]
    [InlineData("102flowers.tgz")]
    [InlineData("102flowers.tar")]
    public void Flowers_come_with_their_kinds(string name)
    {
        string archive = Archive(name, Enumerable.Range(1, 4).Select(i => ($"jpg/image_{i:D5}.jpg", ImageFile.Encode(Photo(i)))).ToArray());
        string labels = Matrices("imagelabels.mat", true, ("labels", [5, 102, 7, 1]));
        string parts = Matrices("setid.mat", true, ("trnid", [4]), ("valid", [2]), ("tstid", [3, 1]));
        using var train = new Flowers(archive, labels, parts, backend: "pil");
        Assert.Equal(2, train.Length);
        Assert.Equal(Photo(3).Pixels, ((Image)train[0][0]!).Pixels);
        Assert.Equal([7L], (long[])train[0][1]!);
        using var test = new Flowers(archive, labels, parts, "test", backend: "tensor");
        Assert.Equal([3, 2, 3], ((Tensor)test[0][0]!).Shape.ToArray());
        using var valid = new Flowers(archive, labels, parts, "valid", image => ((Image)image!).Height, backend: "pil");
        Assert.Equal(2, valid[0][0]);
        Assert.Equal([102L], (long[])valid[0][1]!);
        Assert.Throws<OutOfRangeException>(() => valid[1]);
        Assert.Throws<InvalidArgumentException>(() => new Flowers(archive, labels, parts, "other"));
        Assert.Throws<InvalidFileException>(() => new Flowers(archive, labels, Matrices("more.mat", true, ("tstid", [5]))));
        Assert.Throws<InvalidFileException>(() => new Flowers(archive, parts, parts));
    }

    [Fact]
    public void Pixels_are_labelled_by_colours_that_spell_kinds()
    {
        byte[] kinds = [0, 1, 20, 255, 14, 7];
        Image coloured = Image.FromPixels(2, 3, 3, kinds.SelectMany(Colour).ToArray());
        const string Root = "VOCdevkit/VOC2012/";
        string archive = Archive("voc.tar", ($"{Root}ImageSets/Segmentation/trainval.txt", "a\nb\n"u8.ToArray()),
            ($"{Root}ImageSets/Segmentation/val.txt", "b\n"u8.ToArray()),
            ($"{Root}JPEGImages/a.jpg", ImageFile.Encode(Photo(1))), ($"{Root}JPEGImages/b.jpg", ImageFile.Encode(Photo(2))),
            ($"{Root}SegmentationClass/a.png", ImageFile.Encode(coloured)), ($"{Root}SegmentationClass/b.png", ImageFile.Encode(Photo(1))));
        using var train = new VOC2012(archive, backend: "cv2");
        Sample sample = train[0];
        Assert.Equal(2, train.Length);
        Assert.Equal(kinds.Select(k => (float)k), ((Tensor)sample[1]!).ToArray<float>());
        Assert.Equal(Photo(1).Pixels.Select(p => (float)p), ((Tensor)sample[0]!).ToArray<float>());
        Assert.Throws<InvalidFileException>(() => train[1]);
        using var valid = new VOC2012(archive, "valid", backend: "pil");
        Assert.Equal(1, valid.Length);
        Assert.Throws<InvalidFileException>(() => new VOC2012(archive, "test"));
        Assert.Throws<InvalidArgumentException>(() => new VOC2012(archive, "none"));

        // The colour map of the challenge: bits of the kind go to red, green and blue in turn, from the highest bit down.
        static byte[] Colour(byte kind)
        {
            var colour = new byte[3];
            for (int i = 0, rest = kind; i < 8; i++, rest >>= 3)
            {
                for (int channel = 0; channel < 3; channel++)
                    colour[channel] |= (byte)(((rest >> channel) & 1) << (7 - i));
            }
            return colour;
        }
    }
}
