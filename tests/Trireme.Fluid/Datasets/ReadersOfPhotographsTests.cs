using System.Formats.Tar;
using Trireme.Fluid.Datasets;
using Trireme.Formats.Images;
using Trireme.IO;
using Trireme.Tests.Shared;
using Picture = Trireme.Formats.Images.Image;

namespace Trireme.Tests.Fluid.Datasets;

/// <summary>Readers of photographs, from archives made here; pictures are told by content, not by name.</summary>
public sealed class ReadersOfPhotographsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme-readers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Picture Photo(int seed) => Picture.FromPixels(30, 40, 3, Enumerable.Range(0, 3600).Select(i => (byte)((seed * 37) + i)).ToArray());

    private string Archive(string name, params (string Name, byte[] Content)[] files)
    {
        string path = Path.Combine(_folder, name);
        using var tar = new TarWriter(File.Create(path));
        foreach ((string entry, byte[] content) in files)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) });
        return path;
    }

    private string Matrix(string name, params (string Name, int[] Values)[] matrices)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, MatBytes.Of(compressed: true, matrices));
        return path;
    }

    [Fact]
    public void Flowers_are_mapped_by_threads_or_one_by_one()
    {
        string archive = Archive("flowers.tar", Enumerable.Range(1, 3).Select(i => ($"jpg/image_{i:D5}.jpg", ImageFile.Encode(Photo(i)))).ToArray());
        string labels = Matrix("imagelabels.mat", ("labels", [5, 102, 7])), parts = Matrix("setid.mat", ("trnid", [2]), ("valid", [1]), ("tstid", [3, 1]));
        Sample[] test = Flowers.Test(dataFile: archive, labelFile: labels, setidFile: parts)().ToArray();
        Assert.Equal(101L, Assert.Single(test)[1]);
        Assert.Equal(3 * 224 * 224, ((float[])test[0][0]!).Length);
        Sample[] train = Flowers.Train(s => new Sample(((byte[])s[0]!).Length, s[1]), useXmap: false, cycle: true, dataFile: archive, labelFile: labels,
            setidFile: parts)()
            .Take(5).ToArray();
        Assert.Equal([6L, 4, 6, 4, 6], train.Select(s => (long)s[1]!));
        Assert.Equal(ImageFile.Encode(Photo(3)).Length, train[0][0]);
        Assert.Equal(4L, Flowers.Valid(useXmap: false, dataFile: archive, labelFile: labels, setidFile: parts)().Single()[1]);
    }

    [Fact]
    public void Photographs_come_with_the_kinds_of_their_pixels()
    {
        const string Root = "VOCdevkit/VOC2012/";
        // Kinds 0, 1 (128, 0, 0) and 255 (224, 224, 192).
        Picture kinds = Picture.FromPixels(1, 3, 3, [0, 0, 0, 128, 0, 0, 224, 224, 192]);
        string archive = Archive("voc.tar", ($"{Root}ImageSets/Segmentation/trainval.txt", "a\n"u8.ToArray()), ($"{Root}ImageSets/Segmentation/train.txt",
            ""u8.ToArray()),
            ($"{Root}ImageSets/Segmentation/val.txt", "a\na\n"u8.ToArray()), ($"{Root}JPEGImages/a.jpg", ImageFile.Encode(Photo(1))),
            ($"{Root}SegmentationClass/a.png", ImageFile.Encode(kinds)));
        Sample sample = Voc2012.Train(archive)().Single();
        Assert.Equal([30, 40, 3], ((Tensor)sample[0]!).Shape.ToArray());
        Assert.Equal(Photo(1).Pixels, ((Tensor)sample[0]!).ToArray<byte>());
        Assert.Equal([0, 1, 255], ((Tensor)sample[1]!).ToArray<byte>());
        Assert.Equal((0, 2), (Voc2012.Test(archive)().Count(), Voc2012.Val(archive)().Count()));
    }
}
