using System.Formats.Tar;
using System.Text;
using Trireme.Fluid;
using Trireme.Fluid.Datasets;
using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.Formats.Pickle;
using Trireme.IO;
using Trireme.Random;
using Picture = Trireme.Formats.Images.Image;
using Pictures = Trireme.Fluid.Datasets.Image;

namespace Trireme.Tests.Fluid.Datasets;

/// <summary>Readers cut into files and back, pictures as arrays, and documents to rank.</summary>
public sealed class FilesOfDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Func<IEnumerable<Sample>> Numbers(int count)
        => () => Enumerable.Range(0, count).Select(i => new Sample(new float[] { i, -i }, (long)i, new long[] { i }, $"word {i}"));

    private static void Same(Sample expected, Sample actual)
    {
        Assert.Equal((float[])expected[0]!, (float[])actual[0]!);
        Assert.Equal(expected[1], actual[1]);
        Assert.Equal((long[])expected[2]!, (long[])actual[2]!);
        Assert.Equal(expected[3], actual[3]);
    }

    [Fact]
    public void A_reader_is_cut_into_files_that_trainers_share()
    {
        Common.Split(Numbers(10), 3, Path.Combine(_folder, "part-%03d.pickle"));
        Assert.Equal(["part-000.pickle", "part-001.pickle", "part-002.pickle", "part-003.pickle"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        string pattern = Path.Combine(_folder, "part-*.pickle");
        Sample[] first = Common.ClusterFilesReader(pattern, 2, 0)().ToArray(), second = Common.ClusterFilesReader(pattern, 2, 1)().ToArray();
        Assert.Equal([0L, 1, 2, 6, 7, 8], first.Select(s => (long)s[1]!));
        Assert.Equal([3L, 4, 5, 9], second.Select(s => (long)s[1]!));
        Same(Numbers(10)().ElementAt(9), second[3]);
        Common.Split(Numbers(2), 1, Path.Combine(_folder, "%d.txt"), (samples, stream) => stream.Write(Encoding.ASCII.GetBytes($"{samples[0][1]}")));
        Assert.Equal(1L, Common.ClusterFilesReader(Path.Combine(_folder, "1.txt"), 1, 0, stream
            => [new Sample(long.Parse(new StreamReader(stream).ReadToEnd()))])().Single()[0]);
        Assert.Throws<InvalidArgumentException>(() => Common.Split(Numbers(2), 1, "none"));
        Assert.Throws<InvalidArgumentException>(() => Common.ClusterFilesReader(pattern, 2, 2));
        Assert.Throws<InvalidArgumentException>(() => Common.ClusterFilesReader(Path.Combine(_folder, "no*"), 1, 0)().Count());
    }

    [Fact]
    public void Records_are_written_in_random_order_and_read_again()
    {
        using var seed = new Generator(7).UseOnThisThread();
        Common.Convert(_folder, Numbers(25), 10, "set");
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
        Sample[] all = Creator.Recordio(Path.Combine(_folder, "set-*"))().ToArray();
        Assert.NotEqual(Enumerable.Range(0, 25).Select(i => (object)(long)i), all.Select(s => s[1]!));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), all[..10].Select(s => (long)s[1]!).Order());
        foreach ((Sample expected, Sample actual) in Numbers(25)().Zip(all.OrderBy(s => (long)s[1]!)))
            Same(expected, actual);
        Assert.Equal(15, Creator.Recordio($"{Path.Combine(_folder, "set-00000")},{Path.Combine(_folder, "set-00002")}", 3)().Count());
        string path = Path.Combine(_folder, "set-00001");
        byte[] file = File.ReadAllBytes(path);
        file[^3] ^= 1;
        File.WriteAllBytes(path, file);
        Assert.Throws<InvalidFileException>(() => Creator.Recordio([path])().Count());
    }

    [Fact]
    public void Tensors_keep_their_shapes_in_records()
    {
        var sample = new Sample(Paddle.Arange(0, 6, 1, "float32").Reshape([2, 3]), Paddle.ToTensor(new byte[] { 1, 2, 3, 4 }).Reshape([2, 2]),
            Paddle.ToTensor(new[] { true, false }));
        Common.Convert(_folder, () => [sample], 1, "t");
        Sample read = Creator.Recordio(Path.Combine(_folder, "t-00000"))().Single();
        Assert.Equal([2, 3], ((Tensor)read[0]!).Shape.ToArray());
        Assert.Equal([1, 2, 3, 4], ((Tensor)read[1]!).ToArray<byte>());
        Assert.Equal([true, false], ((Tensor)read[2]!).ToArray<bool>());
    }

    [Fact]
    public void Checksums_are_those_of_the_algorithm()
    {
        string path = Path.Combine(_folder, "abc");
        File.WriteAllText(path, "abc");
        // RFC 1321, appendix A.5.
        Assert.Equal("900150983cd24fb0d6963f7d28e17f72", Common.Md5file(path));
    }

    [Fact]
    public void Pictures_are_arrays_blue_first()
    {
        Picture picture = Picture.FromPixels(3, 4, 3, Enumerable.Range(0, 36).Select(i => (byte)i).ToArray());
        string path = Path.Combine(_folder, "a.png");
        ImageFile.Save(picture, path);
        Tensor im = Pictures.LoadImage(path);
        Assert.Equal([2, 1, 0, 5, 4, 3], im.ToArray<byte>()[..6]);
        Assert.Equal(im.ToArray<byte>(), Pictures.LoadImageBytes(File.ReadAllBytes(path)).ToArray<byte>());
        Assert.Equal([3, 4], Pictures.LoadImage(path, isColor: false).Shape.ToArray());
        Assert.Equal([3, 3, 4], Pictures.ToChw(im).Shape.ToArray());
        Assert.Equal([6, 8, 3], Pictures.ResizeShort(im, 6).Shape.ToArray());
        Assert.Equal([8, 6, 3], Pictures.ResizeShort(im.Transpose([1, 0, 2]), 6).Shape.ToArray());
        Assert.Equal([11, 10, 9, 8, 7, 6], Pictures.LeftRightFlip(im).ToArray<byte>()[..6]);
        Assert.Equal(im.Slice(0, 0, 2).Slice(1, 1, 3).ToArray<byte>(), Pictures.CenterCrop(im, 2).ToArray<byte>());
        using var seed = new Generator(2).UseOnThisThread();
        var corners = new HashSet<byte>();
        for (int i = 0; i < 60; i++)
            corners.Add(Pictures.RandomCrop(im, 2).ToArray<byte>()[2]);
        Assert.Equal((byte[])[0, 3, 6, 12, 15, 18], corners.Order().ToArray());
        Assert.Throws<InvalidArgumentException>(() => Pictures.CenterCrop(im, 5));
        Tensor test = Pictures.LoadAndTransform(path, 3, 2, isTrain: false, mean: [1, 2, 3]);
        Assert.Equal([3, 2, 2], test.Shape.ToArray());
        // The middle 2 by 2 of 3 by 4 begins at row 0, column 1: red 3, green 4, blue 5.
        Assert.Equal([4f, 2, 0], new[] { test.ToArray<float>()[0], test.ToArray<float>()[4], test.ToArray<float>()[8] });
        var seen = new HashSet<float>();
        for (int i = 0; i < 60; i++)
            seen.Add(Pictures.SimpleTransform(im, 3, 3, isTrain: true).ToArray<float>()[0]);
        Assert.Equal([2f, 5, 8, 11], seen.Order());
        Assert.Throws<InvalidArgumentException>(() => Pictures.SimpleTransform(im, 3, 2, false, mean: [1, 2]));
    }

    [Fact]
    public void Files_of_an_archive_are_put_together()
    {
        string path = Path.Combine(_folder, "photos.tar");
        using (var tar = new TarWriter(File.Create(path)))
        {
            for (int i = 0; i < 5; i++)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{i}.jpg") { DataStream = new MemoryStream([(byte)i, 9]) });
        }
        string list = Pictures.BatchImagesFromTar(path, "train", new Dictionary<string, int> { ["0.jpg"] = 10, ["2.jpg"] = 12, ["4.jpg"] = 14 }, 2);
        string[] files = File.ReadAllLines(list);
        Assert.Equal(2, files.Length);
        var batch = (PickleDict)PickleFile.Read(files[0])!;
        Assert.Equal([10L, 12L], (IEnumerable<object?>)batch["label"]!);
        Assert.Equal([2, 9], Assert.IsType<byte[]>(((IEnumerable<object?>)batch["data"]!).ElementAt(1)));
        Assert.Equal(list, Pictures.BatchImagesFromTar(path, "train", new Dictionary<string, int>(), 2));
    }

    [Fact]
    public void Documents_are_ranked_point_by_point_in_pairs_and_in_lists()
    {
        string path = Path.Combine(_folder, "train.txt");
        static string Line(int relevance, int query, double first)
            => FormattableString.Invariant($"{relevance} qid:{query} 1:{first} 2:NULL 46:0.5 #docid = D{first}");
        File.WriteAllLines(path, [Line(0, 7, 0.1), Line(2, 7, 0.2), Line(1, 7, 0.3), Line(2, 7, 0.4), "# nothing", Line(0, 9, 0.5), Line(0, 9, 0.6)]);
        IReadOnlyList<Mq2007.QueryList> lists = Mq2007.LoadFromText(path, fillMissing: -2);
        Assert.Equal([4, 2], lists.Select(l => l.Count));
        Mq2007.Query query = lists[0][1];
        Assert.Equal((7, 2, "docid = D0.2"), (query.QueryId, query.RelevanceScore, query.Description));
        Assert.Equal([0.2, -2, -2, 0.5], [query.FeatureVector[0], query.FeatureVector[1], query.FeatureVector[2], query.FeatureVector[45]]);
        Assert.StartsWith("2 qid:7 1:0.2 2:-2", query.ToString(), StringComparison.Ordinal);
        Assert.Same(lists[0], Assert.Single(Mq2007.QueryFilter(lists)));
        Assert.Equal([2, 2, 1, 0], Mq2007.GenPoint(lists[0]).Select(s => (int)s[0]!));
        Assert.Equal([0.2, 0.4, 0.3, 0.1], Mq2007.GenPlainTxt(lists[0]).Select(s => ((double[])s[2]!)[0]));
        static (double, double) Pair(Sample s) => (((double[])s[1]!)[0], ((double[])s[2]!)[0]);
        Assert.Equal([(0.2, 0.3), (0.2, 0.1), (0.4, 0.3), (0.4, 0.1), (0.3, 0.1)], Mq2007.GenPair(lists[0]).Select(Pair));
        Assert.Equal([(0.4, 0.3), (0.3, 0.1)], Mq2007.GenPair(lists[0], "neighbour").Select(Pair));
        Sample list = Assert.Single(Mq2007.GenList(lists[0]));
        Assert.Equal([2.0, 2, 1, 0], ((Tensor)list[0]!).ToArray<double>());
        Assert.Equal([4, 46], ((Tensor)list[1]!).Shape.ToArray());
        Assert.Throws<InvalidArgumentException>(() => lists[0].Add(new Mq2007.Query(1)));
        Assert.Throws<InvalidArgumentException>(() => Mq2007.LoadFromText(Path.Combine(_folder, "none.txt")));
        foreach (string wrong in (string[])["1 7 1:0.5", "x qid:7", "1 qid:7 47:1", "1 qid:7 1:a", "1 qid:7 1"])
        {
            File.WriteAllLines(path, [Line(0, 7, 1), wrong]);
            Assert.Contains("line 2", Assert.Throws<InvalidFileException>(() => Mq2007.LoadFromText(path)).Message, StringComparison.Ordinal);
        }
    }
}
