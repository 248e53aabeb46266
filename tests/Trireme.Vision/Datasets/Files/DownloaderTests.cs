using System.Security.Cryptography;
using Trireme.Vision.Datasets;

namespace Trireme.Tests.Vision.Datasets.Files;

public sealed class DownloaderTests : IDisposable
{
    private readonly byte[] _content = new byte[400_000];
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme-download-").FullName;
    private readonly FileServer _server;
    private readonly StringWriter _log = new() { NewLine = "\n" };
    private readonly Downloader _downloader;

    public DownloaderTests()
    {
        new System.Random(7).NextBytes(_content);
        _server = new FileServer(_content);
        _downloader = new Downloader(_log, TimeSpan.FromSeconds(30));
    }

    private string Target => Path.Combine(_folder, "set", "data.gz");

    public void Dispose()
    {
        _downloader.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_file_is_fetched_once_and_progress_looks_as_Paddles()
    {
        Assert.Equal(Target, Fetch("good"));
        Assert.Equal(Target, Fetch("good"));
        CheckWhole();
        Assert.Equal(["good"], _server.Requests);
        string[] lines = _log.ToString().Split('\n');
        Assert.Equal($"Cache file {Target} not found, downloading {_server.Address}good ", lines[0]);
        Assert.Equal("Begin to download", lines[1]);
        Assert.StartsWith("item 98/98 [==============================] - ", lines[^3], StringComparison.Ordinal);
        Assert.Equal("Download finished", lines[^2]);
    }

    [Fact]
    public void A_damaged_file_is_fetched_again()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target, [1, 2, 3]);
        Fetch("good");
        CheckWhole();
        Assert.StartsWith($"Cache file {Target} is damaged or another one, downloading ", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_that_cannot_be_replaced_is_named_and_kept()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllText(Target, "abc");
        var error = Assert.Throws<DownloadException>(() => Fetch("missing"));
        // The checksum of these three letters in RFC 1321.
        Assert.Equal("900150983cd24fb0d6963f7d28e17f72", error.FoundMd5);
        Assert.Contains("damaged or another one (its MD5 is 900150983cd24fb0d6963f7d28e17f72)", error.Message, StringComparison.Ordinal);
        Assert.Equal("abc", File.ReadAllText(Target));
        File.Delete(Target);
        Assert.Null(Assert.Throws<DownloadException>(() => Fetch("missing")).FoundMd5);
    }

    [Fact]
    public void A_broken_transfer_is_resumed_where_it_broke()
    {
        Assert.Throws<DownloadException>(() => Fetch("half"));
        long kept = new FileInfo(Target + ".part").Length;
        Assert.InRange(kept, 1, _content.Length / 2);
        Assert.False(File.Exists(Target));
        Fetch("good");
        CheckWhole();
        Assert.Equal(["half", $"good from {kept}"], _server.Requests);
    }

    [Fact]
    public void What_one_mirror_began_another_finishes()
    {
        Fetch("half", "good");
        CheckWhole();
        Assert.Matches("^half\\|good from [1-9][0-9]*$", string.Join('|', _server.Requests));
    }

    [Fact]
    public void A_server_that_knows_no_ranges_sends_all_of_it()
    {
        Part(_content[..1000]);
        Fetch("norange");
        CheckWhole();
    }

    [Fact]
    public void A_part_that_was_wrong_is_thrown_away()
    {
        Part(new byte[1000]);
        Fetch("good");
        CheckWhole();
        Assert.Equal(["good from 1000", "good"], _server.Requests);
    }

    [Fact]
    public void A_part_longer_than_the_file_is_thrown_away()
    {
        Part(new byte[_content.Length + 5]);
        Fetch("good");
        CheckWhole();
    }

    [Fact]
    public void A_part_that_is_complete_needs_no_server()
    {
        Part(_content);
        Fetch("missing");
        CheckWhole();
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void A_wrong_checksum_a_missing_file_and_a_closed_port_lead_to_the_next_mirror()
    {
        using var impatient = new Downloader(_log, TimeSpan.FromMilliseconds(1500));
        // Port 9 of this machine: no one listens there.
        DatasetFile file = FileFrom("wrong", "missing", "http://127.0.0.1:9/", "silent");
        var error = Assert.Throws<DownloadException>(() => impatient.Fetch(file, Target, default));
        Assert.Equal(file.Urls, error.Urls);
        Assert.Equal(Target, error.Path);
        Assert.Contains("wrong: what came has the MD5 checksum", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing: the server answered 404 Not Found", error.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:9/: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("silent: the server was silent for 1.5 seconds", error.Message, StringComparison.Ordinal);
        Assert.Contains("put it at that path", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));

        Fetch("wrong", "missing", "http://127.0.0.1:9/", "good");
        CheckWhole();
    }

    [Fact]
    public void Two_that_want_the_same_file_fetch_it_once()
    {
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() => Fetch("good")))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        CheckWhole();
        Assert.Single(_server.Requests);
    }

    [Fact]
    public void Cancelling_keeps_what_has_come()
    {
        Part(_content[..1000]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _downloader.Fetch(FileFrom("good"), Target, cancelled.Token));
        Assert.Equal(1000, new FileInfo(Target + ".part").Length);
    }

    [Fact]
    public void The_catalogue_knows_where_files_belong()
    {
        Assert.Equal(Path.Combine(DatasetCache.Home, "mnist", "t10k-labels-idx1-ubyte.gz"), DatasetFile.MnistTestLabels.CachePath);
        Assert.Equal("https://dataset.bj.bcebos.com/mnist/t10k-labels-idx1-ubyte.gz", DatasetFile.MnistTestLabels.Urls[0]);
        Assert.Equal("https://dataset.bj.bcebos.com/fashion_mnist/train-images-idx3-ubyte.gz", DatasetFile.FashionMnistTrainImages.Urls[0]);
        Assert.Equal(Path.Combine(DatasetCache.Home, "cifar", "cifar-10-python.tar.gz"), DatasetFile.Cifar10.CachePath);
    }

    private string Fetch(params string[] ways) => _downloader.Fetch(FileFrom(ways), Target, default);

    private DatasetFile FileFrom(params string[] ways)
        => new("set", "data.gz", Convert.ToHexStringLower(MD5.HashData(_content)),
            [.. ways.Select(w => w.StartsWith("http", StringComparison.Ordinal) ? w : _server.Address + w)]);

    private void Part(byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target + ".part", bytes);
    }

    private void CheckWhole()
    {
        Assert.Equal(_content, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }
}
