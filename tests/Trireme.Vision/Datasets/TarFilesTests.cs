using System.Text;
using Trireme.Formats.Files;
using Trireme.Tests.Shared;
using Trireme.Vision.Datasets;

namespace Trireme.Tests.Vision.Datasets;

/// <summary>Archives that are damaged: the error names the file, and nothing is taken on trust.</summary>
public sealed class TarFilesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_archive_that_is_cut_is_refused_or_has_what_is_left(bool compressed)
    {
        byte[] first = Noise(700), second = Noise(3000);
        using var archive = new TarFile(compressed, ("./a", first), ("b", second));
        Assert.Equal([first, second], TarFiles.Read(archive.Path, _ => true).Select(f => f.Content));
        using (var open = TarFiles.Open(archive.Path))
            Assert.Equal([first, second], new[] { open["a"], open["b"] });
        byte[] whole = File.ReadAllBytes(archive.Path);
        for (int length = 0; length < whole.Length; length += 131)
        {
            File.WriteAllBytes(archive.Path, whole[..length]);
            Refuses(() => Assert.All(TarFiles.Read(archive.Path, _ => true), f => Assert.Equal(f.Name == "a" ? first : second, f.Content)));
            Refuses(() =>
            {
                using var open = TarFiles.Open(archive.Path);
                Assert.True(!open.Has("a") || open["a"].AsSpan().SequenceEqual(first));
                Assert.True(!open.Has("b") || open["b"].AsSpan().SequenceEqual(second));
            });
        }

        void Refuses(Action read)
        {
            if (Record.Exception(read) is { } e)
                Assert.Contains(archive.Path, Assert.IsType<InvalidFileException>(e).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_length_that_a_header_claims_is_not_believed()
    {
        using var archive = new TarFile(compressed: false, ("a", Noise(10)));
        byte[] bytes = File.ReadAllBytes(archive.Path);
        Encoding.ASCII.GetBytes("14000000000", bytes.AsSpan(124));
        bytes.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII.GetBytes(Convert.ToString(bytes[..512].Sum(b => b), 8).PadLeft(6, '0') + "\0", bytes.AsSpan(148));
        File.WriteAllBytes(archive.Path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Action read in (Action[])[() => TarFiles.Read(archive.Path, _ => true).Count(), () => TarFiles.Open(archive.Path).Dispose()])
            Assert.Contains("ends inside a", Assert.Throws<InvalidFileException>(read).Message, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new System.Random(length).NextBytes(bytes);
        return bytes;
    }
}
