using System.IO.Compression;
using System.Security.Cryptography;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Npy;

public sealed class NpzFileTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public void What_is_written_comes_back(bool compress)
    {
        Dictionary<string, NumpyArray> arrays = Samples();
        NpzFile.Write(_folder["a.npz"], arrays, compress);
        using NpzFile file = NpzFile.Open(_folder["a.npz"]);
        Assert.Equal(arrays.Keys, file.Keys);
        Assert.All(file.Keys, k => Assert.True(NpyFileTests.Same(arrays[k], file[k])));
        Assert.True(file.ContainsKey("x/y"));
        Assert.False(file.ContainsKey("z"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Numpy_reads_what_is_written_here(bool compress)
    {
        NpzFile.Write(_folder["a.npz"], Samples(), compress);
        string? printed = Python.Run(
            output, "import sys, numpy\nfor k, v in numpy.load(sys.argv[1]).items(): print(k, v.dtype.str, v.shape, v.tobytes().hex())", _folder["a.npz"]);
        if (printed is null)
            return;
        IEnumerable<string> lines = Samples().Select(p => $"{p.Key} {p.Value.Descr} {Tuple(p.Value.Shape)} {Convert.ToHexStringLower(p.Value.Bytes)}");
        Assert.Equal(lines, printed.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Every_golden_vector_is_read_as_numpy_reads_it()
    {
        if (SharedData.Find("conformance/golden-a", output) is not { } golden)
            return;
        string[] files = [.. Directory.GetFiles(golden, "*.npz").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(files);
        string? printed = Python.Run(
            output,
            """
            import sys, numpy, hashlib
            for path in sys.argv[1:]:
                for k, v in numpy.load(path).items(): print(k, v.dtype.str, v.shape, hashlib.sha1(v.tobytes()).hexdigest(), sep='|')
            """,
            files);
        var lines = new List<string>();
        foreach (string path in files)
        {
            using NpzFile file = NpzFile.Open(path);
            foreach (string key in file.Keys)
            {
                NumpyArray a = file[key];
                lines.Add($"{key}|{a.Descr}|{Tuple(a.Shape)}|{Convert.ToHexStringLower(SHA1.HashData(a.Bytes))}");
            }
        }
        output.WriteLine($"{lines.Count} arrays");
        if (printed is not null)
            Assert.Equal(printed.TrimEnd().Split('\n'), lines);
    }

    [Fact]
    public void A_missing_name_is_answered_with_the_names_there_are()
    {
        NpzFile.Write(_folder["a.npz"], Samples());
        using NpzFile file = NpzFile.Open(_folder["a.npz"]);
        Assert.Contains("scalar", Assert.Throws<KeyNotFoundException>(() => file["z"]).Message);
    }

    [Fact]
    public void Something_else_is_refused()
    {
        File.WriteAllText(_folder["a.npz"], "no archive at all");
        Assert.Throws<InvalidFileException>(() => NpzFile.Open(_folder["a.npz"]));
        File.Delete(_folder["a.npz"]);
        Assert.Throws<FileNotFoundException>(() => NpzFile.Open(_folder["a.npz"]));
    }

    [Fact]
    public void A_small_entry_that_unpacks_to_a_large_claim_is_refused_before_allocation()
    {
        using (var zip = new ZipArchive(File.Create(_folder["bomb.npz"]), ZipArchiveMode.Create))
        {
            using Stream s = zip.CreateEntry("a.npy").Open();
            s.Write(new NpyHeader(new NumpyType('f', 4), false, false, [1 << 29]).ToBytes());
            s.Write(new byte[1000]);
        }
        using NpzFile file = NpzFile.Open(_folder["bomb.npz"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("1000 are left", Assert.Throws<InvalidFileException>(() => file["a"]).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Content_that_fails_its_checksum_is_refused()
    {
        NpzFile.Write(_folder["a.npz"], [new("a", NumpyArray.Create([1f, 2f, 3f], 3))]);
        byte[] bytes = File.ReadAllBytes(_folder["a.npz"]);
        int at = bytes.AsSpan().IndexOf(BitConverter.GetBytes(2f));
        bytes[at + 2] ^= 1;
        File.WriteAllBytes(_folder["a.npz"], bytes);
        using NpzFile file = NpzFile.Open(_folder["a.npz"]);
        Assert.Throws<InvalidFileException>(() => file["a"]);
    }

    [Fact]
    public void Names_that_clash_are_refused_before_writing()
    {
        NumpyArray a = NumpyArray.Create([1f], 1);
        Assert.Throws<InvalidArgumentException>(() => NpzFile.Write(_folder["a.npz"], [new("a", a), new("a", a)]));
        Assert.Throws<InvalidArgumentException>(() => NpzFile.Write(_folder["a.npz"], [new("", a)]));
        Assert.Empty(_folder.Names);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Damaged_archives_are_refused_cheaply(bool compress)
    {
        NpzFile.Write(_folder["a.npz"], Samples(), compress);
        byte[] good = File.ReadAllBytes(_folder["a.npz"]);
        IEnumerable<byte[]> bad = Mutations.Of(good, 1500, 7).Concat(Mutations.Prefixes(good, 200));
        Mutations.Survive<InvalidFileException>(bad, bytes =>
        {
            File.WriteAllBytes(_folder["bad.npz"], bytes);
            using NpzFile file = NpzFile.Open(_folder["bad.npz"]);
            foreach (string key in file.Keys)
                _ = file[key];
        });
    }

    private static Dictionary<string, NumpyArray> Samples() => new()
    {
        ["weights"] = NpyFileTests.Random("f4", [4, 5], 1),
        ["scalar"] = NumpyArray.Create([2.5]),
        ["x/y"] = NpyFileTests.Random("c8", [3], 2),
        ["empty"] = new NumpyArray("i8", 0, 3),
        ["flags"] = NumpyArray.Create([true, false], 2),
        ["zeros"] = new NumpyArray("u1", 5000),
    };

    private static string Tuple(int[] shape) => shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
}
