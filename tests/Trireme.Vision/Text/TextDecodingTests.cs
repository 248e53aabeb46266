using Trireme.Vision.Text;

namespace Trireme.Tests.Vision.Text;

public sealed class TextDecodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("---", "")]
    [InlineData("aab", "ab")]
    [InlineData("-a-a-", "aa")]
    [InlineData("hh-e-ll-lloo", "hello")]
    [InlineData("ab ba", "ab ba")]
    public void Repetitions_are_merged_and_blanks_dropped(string path, string text)
    {
        string[] characters = ["a", "b", "e", "h", "l", "o"];
        var decoder = new CTCLabelDecode(characters, useSpaceChar: true);
        Assert.Equal(8, decoder.Classes);
        float[] probabilities = new float[path.Length * 8];
        for (int t = 0; t < path.Length; t++)
        {
            int best = path[t] == '-' ? 0 : path[t] == ' ' ? 7 : Array.IndexOf(characters, path[t].ToString()) + 1;
            for (int c = 0; c < 8; c++)
                probabilities[(t * 8) + c] = c == best ? 0.65f : 0.05f;
        }
        RecognizedText found = decoder.Decode(probabilities, 8);
        Assert.Equal(text, found.Text);
        Assert.Equal(text.Length == 0 ? 0 : 0.65, found.Score, 1e-6);
    }

    [Fact]
    public void The_score_is_the_mean_of_the_characters_kept()
    {
        // a at 0.9, a again at 0.5 (merged, does not count), blank at 0.8, b at 0.6.
        float[] probabilities = [0.05f, 0.9f, 0.05f, 0.25f, 0.5f, 0.25f, 0.8f, 0.1f, 0.1f, 0.2f, 0.2f, 0.6f];
        var decoder = new CTCLabelDecode(["a", "b"]);
        RecognizedText found = Assert.Single(decoder.Decode(Paddle.ToTensor(probabilities).Reshape([1, 4, 3])));
        Assert.Equal("ab", found.Text);
        Assert.Equal(0.75, found.Score, 1e-6);
    }

    [Fact]
    public void A_dictionary_file_has_a_character_a_line()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "一\r\n二\n𠮷\n");
            CTCLabelDecode decoder = CTCLabelDecode.FromFile(file, useSpaceChar: true);
            Assert.Equal(5, decoder.Classes);
            Assert.Equal("𠮷 二", decoder.Decode([0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0], 5).Text);
            Assert.Contains("with the blank 5 classes", Assert.Throws<InvalidArgumentException>(() => decoder.Decode(new float[8], 4)).Message);
            Assert.Throws<InvalidArgumentException>(() => decoder.Decode(new float[8], 5));
            Assert.Throws<InvalidArgumentException>(() => decoder.Decode(Paddle.Zeros([3, 5])));
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Throws<InvalidArgumentException>(() => new CTCLabelDecode([]));
    }

    [Fact]
    public void A_line_is_turned_only_when_it_is_surely_upside_down()
    {
        Assert.Equal(new TextDirection(0, 0.75), TextDirection.Decode([0.75f, 0.25f]));
        Assert.False(TextDirection.Decode([0.75f, 0.25f]).IsUpsideDown());
        Assert.False(TextDirection.Decode([0.2f, 0.8f]).IsUpsideDown());
        Assert.True(TextDirection.Decode([0.2f, 0.8f]).IsUpsideDown(thresh: 0.7));
        Assert.True(TextDirection.Decode([0.05f, 0.95f]).IsUpsideDown());
        Assert.Throws<InvalidArgumentException>(() => TextDirection.Decode([1f]));
    }
}
