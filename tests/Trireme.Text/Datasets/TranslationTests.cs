using Trireme.Formats.Files;
using Trireme.Tests.Shared;
using Trireme.Text;

namespace Trireme.Tests.Text.Datasets;

public class TranslationTests
{
    private static long[][] Ids(IO.Sample sample) => sample.Select(f => (long[])f!).ToArray();

    [Fact]
    public void Wmt14_uses_the_first_words_of_the_archives_dictionaries()
    {
        string longest = string.Join(' ', Enumerable.Repeat("un", 79));
        using var archive = new TarFile(
            ("train/train", "un chat\ta cat\nbroken line\n" + longest + "\ta\n"),
            ("test/test", "chat noir\tblack cat\n"),
            ("wmt14/src.dict", "<s>\n<e>\n<unk>\nun\nchat\nnoir\n"),
            ("wmt14/trg.dict", "<s>\n<e>\n<unk>\na\ncat\nblack\n"));
        var train = new WMT14(archive.Path, dictSize: 5);
        Assert.Equal([[0, 3, 4, 1], [0, 3, 4], [3, 4, 1]], Ids(Assert.Single(train)));
        Assert.Equal([[0, 4, 2, 1], [0, 2, 4], [2, 4, 1]], Ids(Assert.Single(new WMT14(archive.Path, "test", 5))));
        Assert.Equal((5, "chat"), (train.GetDict().Src.Count, train.GetReverseDict().Src[4]));
        Assert.Contains("dictSize is -1", Assert.Throws<InvalidArgumentException>(() => new WMT14(archive.Path)).Message);
        Assert.Contains("'gen'", Assert.Throws<InvalidArgumentException>(() => new WMT14(archive.Path, "valid", 5)).Message);
    }

    [Fact]
    public void Wmt16_makes_its_dictionaries_of_the_training_part()
    {
        using var archive = new TarFile(
            ("wmt16/train", "a dog and a cat\tein Hund und eine Katze\nthe dog\tder Hund\n"),
            ("wmt16/val", "the cat\tdie Katze\n"));
        var val = new WMT16(archive.Path, "val", 6, 5);
        // English: a 2, dog 2, then and, cat, the. German: Hund 2, then ein.
        Assert.Equal(["<s>", "<e>", "<unk>", "a", "dog", "and"], val.SrcDict.OrderBy(w => w.Value).Select(w => w.Key));
        Assert.Equal(["<s>", "<e>", "<unk>", "Hund", "ein"], val.GetDict("de").OrderBy(w => w.Value).Select(w => w.Key));
        Assert.Equal([[0, 2, 2, 1], [0, 2, 2], [2, 2, 1]], Ids(Assert.Single(val)));
        var back = new WMT16(archive.Path, "train", 100, 100, "de");
        Assert.Equal((2, 9, 8), (back.Length, back.SrcDictSize, back.TrgDictSize));
        Assert.Equal([0L, 3, 1], Ids(back[1])[0].Where(id => id is 0 or 1 or 3));
        Assert.Equal("Hund", back.GetReverseDict("de")[3]);
        Assert.Throws<InvalidArgumentException>(() => back.GetDict("fr"));
        Assert.Throws<InvalidArgumentException>(() => new WMT16(archive.Path));
        Assert.Contains("wmt16/test", Assert.Throws<InvalidFileException>(() => new WMT16(archive.Path, "test", 9, 9)).Message);
    }
}
