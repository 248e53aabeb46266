using System.IO.Compression;
using System.Text;
using Trireme.Formats.Files;
using Trireme.Tests.Shared;
using Trireme.Text;

namespace Trireme.Tests.Text.Datasets;

public class Conll05stTests
{
    private static TarFile Archive(string words, string props) => new(true,
        ("conll05st-release/test.wsj/words/test.wsj.words.gz", Gzip(words)), ("conll05st-release/test.wsj/props/test.wsj.props.gz", Gzip(props)));

    private static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private static Conll05st Open(TarFile archive, string labels = "B-A0\nI-A0\nB-V\nB-A1\nI-A1\nO\n")
    {
        string folder = Path.GetDirectoryName(archive.Path)!;
        (string words, string verbs, string targets) = (Path.Combine(folder, "words"), Path.Combine(folder, "verbs"), Path.Combine(folder, "targets"));
        File.WriteAllText(words, "<unk>\nthe\ncat\nsees\na\ndog\nbos\neos\n");
        File.WriteAllText(verbs, "be\nsee\n");
        File.WriteAllText(targets, labels);
        return new Conll05st(archive.Path, words, verbs, targets, embFile: words);
    }

    [Fact]
    public void A_sentence_gives_a_sample_for_each_verb()
    {
        using TarFile archive = Archive("the\ncat\nsees\na\ndog\n\nsees\nit\n\n", "- (A0*\n- *)\nsee (V*)\n- (A1*\n- *)\n\nsee (V*)\n- *\n\n");
        Conll05st data = Open(archive);
        Assert.Equal(2, data.Length);
        // Roles: B-A0 0, I-A0 1, B-V 2, I-V 3, B-A1 4, I-A1 5, O 6.
        long[][] expected =
        [
            [1, 2, 3, 4, 5], [1, 1, 1, 1, 1], [2, 2, 2, 2, 2], [3, 3, 3, 3, 3], [4, 4, 4, 4, 4], [5, 5, 5, 5, 5],
            [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [0, 1, 2, 4, 5],
        ];
        Assert.Equal(expected, data[0].Select(f => (long[])f!));
        Assert.Equal([[3, 0], [6, 6], [6, 6], [3, 3], [0, 0], [7, 7], [1, 1], [1, 1], [2, 6]], data[1].Select(f => (long[])f!));
        Assert.Equal(7, data.GetDict().Labels.Count);
        Assert.EndsWith("words", data.GetEmbedding(), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_parts_are_refused()
    {
        using TarFile columns = Archive("a\nb\n", "see (V*)\n- * *\n");
        Assert.Contains("line 2", Assert.Throws<InvalidFileException>(() => Open(columns)).Message);
        using TarFile role = Archive("a\nb\n", "see (V*)\n- (A9*)\n");
        Assert.Contains("'B-A9'", Assert.Throws<InvalidFileException>(() => Open(role)).Message);
        using TarFile lines = Archive("a\nb\n", "see (V*)\n");
        Assert.Contains("2 lines", Assert.Throws<InvalidFileException>(() => Open(lines)).Message);
        using TarFile verbless = Archive("a\n", "see *\n");
        Assert.Contains("no verb", Assert.Throws<InvalidFileException>(() => Open(verbless)).Message);
    }
}
