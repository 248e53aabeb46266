using Trireme.Formats.Files;
using Trireme.Tests.Shared;
using Trireme.Text;

namespace Trireme.Tests.Text.Datasets;

public class ImdbTests
{
    private static TarFile Archive() => new(
        ("aclImdb/README", "not a review"),
        ("aclImdb/train/neg/0_2.txt", "Bad, BAD film!\n"),
        ("aclImdb/train/pos/0_9.txt", "A good film; don't miss it."),
        ("aclImdb/train/pos/1_8.txt", "Good."),
        ("aclImdb/train/unsup/0_0.txt", "good good good good good"),
        ("aclImdb/test/pos/0_9.txt", "film film caf\u00e9"),
        ("aclImdb/test/neg/0_1.txt", "bad"));

    [Fact]
    public void Words_are_numbered_by_frequency_then_alphabet_and_praise_comes_first()
    {
        using TarFile archive = Archive();
        var train = new Imdb(archive.Path, cutoff: 1);
        // film 4, bad 3, good 2; all others once.
        Assert.Equal(["film", "bad", "good", "<unk>"], train.WordIdx.OrderBy(w => w.Value).Select(w => w.Key));
        Assert.Equal(3, train.Length);
        Assert.Equal([3L, 2, 0, 3, 3, 3], (long[])train[0][0]!);
        Assert.Equal([2L], (long[])train[1][0]!);
        Assert.Equal([1L, 1, 0], (long[])train[2][0]!);
        Assert.Equal([0L, 0, 1], train.Select(s => ((long[])s[1]!)[0]));
        var test = new Imdb(archive.Path, "test", cutoff: 1);
        Assert.Equal([0L, 0, 3], (long[])test[0][0]!);
        IReadOnlyDictionary<string, int> all = new Imdb(archive.Path, cutoff: 0).WordIdx;
        Assert.Equal(["a", "caf\u00e9", "dont"], all.OrderBy(w => w.Value).Skip(3).Take(3).Select(w => w.Key));
        Assert.Throws<OutOfRangeException>(() => test[2]);
    }

    [Fact]
    public void Other_files_are_refused()
    {
        using var other = new TarFile(("readme.txt", "nothing"));
        Assert.Contains("aclImdb/train/pos", Assert.Throws<InvalidFileException>(() => new Imdb(other.Path)).Message);
        byte[] bytes = File.ReadAllBytes(other.Path);
        File.WriteAllBytes(other.Path, bytes[..(bytes.Length / 2)]);
        Assert.Throws<InvalidFileException>(() => new Imdb(other.Path));
        File.WriteAllText(other.Path, "no archive at all, only a text that is long enough to be looked at".PadRight(2000, '.'));
        Assert.Throws<InvalidFileException>(() => new Imdb(other.Path));
    }
}
