using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Tests.Shared;
using Trireme.Text;

namespace Trireme.Tests.Text.Datasets;

public class ImikolovTests
{
    private static TarFile Archive() => new(
        ("./simple-examples/data/ptb.train.txt", " the cat sat \n the <unk> sat \n"),
        ("./simple-examples/data/ptb.valid.txt", " the dog \n"),
        ("./simple-examples/data/ptb.test.txt", " the cat \n dog \n"));

    [Fact]
    public void Ngrams_slide_over_each_sentence_with_its_marks()
    {
        using TarFile archive = Archive();
        var train = new Imikolov(archive.Path, windowSize: 3, minWordFreq: 1);
        // <e> 3, <s> 3, the 3, sat 2: equally frequent words in alphabetical order.
        Assert.Equal(["<e>", "<s>", "the", "sat", "<unk>"], train.WordIdx.OrderBy(w => w.Value).Select(w => w.Key));
        Assert.Equal([1L, 2L, 4L], train[0]);
        Assert.Equal([2L, 4L, 3L], train[1]);
        Assert.Equal([4L, 3L, 0L], train[2]);
        Assert.Equal(6, train.Length);
        var test = new Imikolov(archive.Path, windowSize: 4, mode: "test", minWordFreq: 1);
        Sample only = Assert.Single(test);
        Assert.Equal([1L, 2L, 4L, 0L], only);
    }

    [Fact]
    public void Sequences_are_shifted_by_one_and_long_ones_left_out()
    {
        using TarFile archive = Archive();
        var test = new Imikolov(archive.Path, "seq", mode: "test", minWordFreq: 1);
        Assert.Equal([1L, 2, 4], (long[])test[0][0]!);
        Assert.Equal([2L, 4, 0], (long[])test[0][1]!);
        Assert.Equal(1, new Imikolov(archive.Path, "SEQ", windowSize: 2, mode: "test", minWordFreq: 1).Length);
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        using TarFile archive = Archive();
        Assert.Contains("Pass windowSize", Assert.Throws<InvalidArgumentException>(() => new Imikolov(archive.Path)).Message);
        Assert.Contains("'WORDS'", Assert.Throws<InvalidArgumentException>(() => new Imikolov(archive.Path, "words")).Message.ToUpperInvariant());
        using var other = new TarFile(("simple-examples/data/ptb.train.txt", "a\n"));
        Assert.Contains("ptb.valid.txt", Assert.Throws<InvalidFileException>(() => new Imikolov(other.Path, windowSize: 2)).Message);
    }
}
