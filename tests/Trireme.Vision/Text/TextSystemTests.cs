using Trireme.Formats.Images;
using Trireme.Vision.Text;

namespace Trireme.Tests.Vision.Text;

/// <summary>The chain of three networks, with made-up networks whose answers can be worked out by hand.</summary>
public sealed class TextSystemTests
{
    // Two bars of text on white: the upper one is bright at its left end, the lower one at its right end.
    private static readonly (int Left, int Top, int Right, int Bottom)[] Bars = [(40, 20, 160, 44), (60, 90, 180, 114)];

    [Fact]
    public void A_line_upside_down_is_turned_before_it_is_read()
    {
        var system = new TextSystem(Dark, Direction, BrightEnd);
        List<TextLine> lines = system.Read(Page());
        Assert.Equal(2, lines.Count);
        for (int i = 0; i < 2; i++)
        {
            (int left, int top, int right, int bottom) = Bars[i];
            Assert.Equal((left + right) / 2.0, (lines[i].Box.Corners[0].X + lines[i].Box.Corners[2].X) / 2, 1.0);
            Assert.Equal((top + bottom) / 2.0, (lines[i].Box.Corners[0].Y + lines[i].Box.Corners[2].Y) / 2, 1.0);
        }
        Assert.Equal([0, 180], lines.Select(l => l.Direction!.Value.Angle));
        Assert.Equal(["left", "left"], lines.Select(l => l.Text!.Value.Text));
    }

    [Fact]
    public void Without_classifier_or_recognizer_there_are_only_boxes()
    {
        List<TextLine> boxes = new TextSystem(Dark).Read(Page()), texts = new TextSystem(Dark, recognizer: BrightEnd).Read(Page());
        Assert.All(boxes, l => Assert.True(l.Direction is null && l.Text is null && l.Box.Score > 0.9));
        Assert.Equal(["left", "right"], texts.Select(l => l.Text!.Value.Text));
        Assert.Empty(new TextSystem(Dark).Read(White(100, 100)));
        Assert.Throws<InvalidArgumentException>(() => new TextSystem(Dark, limitType: "mean"));
    }

    private static Image White(int height, int width)
    {
        Image page = Image.Create(height, width, 3);
        Array.Fill(page.Pixels, (byte)255);
        return page;
    }

    private static Image Page()
    {
        Image page = White(160, 224);
        for (int i = 0; i < 2; i++)
        {
            (int left, int top, int right, int bottom) = Bars[i];
            for (int y = top; y <= bottom; y++)
            {
                for (int x = left; x <= right; x++)
                {
                    bool bright = i == 0 ? x < left + 30 : x > right - 30;
                    for (int c = 0; c < 3; c++)
                        page[y, x, c] = (byte)(bright ? 120 : 20);
                }
            }
        }
        return page;
    }

    /// <summary>A detector that takes everything dark for text.</summary>
    private static Tensor Dark(Tensor input)
    {
        int pixels = input.Shape[2] * input.Shape[3];
        float[] red = input.ToArray<float>()[(2 * pixels)..];
        return Paddle.ToTensor(Array.ConvertAll(red, v => v < 0.5f ? 0.95f : 0f)).Reshape([1, 1, input.Shape[2], input.Shape[3]]);
    }

    private static TextDirection Direction(Tensor line)
        => TextDirection.Decode(BrightEnd(line).Text == "left" ? [0.97f, 0.03f] : [0.03f, 0.97f]);

    private static RecognizedText BrightEnd(Tensor line)
    {
        // The middle row, where it is not the fill: the text's dark parts are below -0.5, its bright end is about -0.06, the unclipped rim 1.
        float[] row = line.ToArray<float>()[(24 * line.Shape[3])..(25 * line.Shape[3])];
        int[] bright = [.. Enumerable.Range(0, row.Length).Where(i => row[i] is > -0.2f and < -0.01f)];
        int[] dark = [.. Enumerable.Range(0, row.Length).Where(i => row[i] < -0.5f)];
        return new RecognizedText(bright.Average() < dark.Average() ? "left" : "right", 1);
    }
}
