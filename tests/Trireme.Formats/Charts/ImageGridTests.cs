using Trireme.Formats.Charts;
using Trireme.Formats.Images;

namespace Trireme.Tests.Formats.Charts;

public class ImageGridTests
{
    [Fact]
    public void Images_are_enlarged_in_rows_and_nothing_else_is_coloured()
    {
        var grid = new ImageGrid(columns: 2, scale: 4);
        for (int i = 0; i < 3; i++)
        {
            grid.Add(Image.FromPixels(1, 2, 3, [(byte)(50 + i), 1, 2, (byte)(50 + i), 3, 4]));
        }
        Image page = grid.ToImage();
        Assert.Equal(3, grid.Count);
        for (int i = 0; i < 3; i++)
        {
            (int Y, int X)[] found = [.. Positions(page, p => p[0] == 50 + i && p[2] is 2 or 4 && p[0] == 50 + i)];
            Assert.Equal(4 * 8, found.Length);
            Assert.Equal((3, 7), (found.Max(p => p.Y) - found.Min(p => p.Y), found.Max(p => p.X) - found.Min(p => p.X)));
        }
        (int Y, int X) a = Positions(page, p => p[0] == 50).First(), b = Positions(page, p => p[0] == 51).First(), c = Positions(page, p => p[0] == 52).First();
        Assert.True(a.Y == b.Y && a.X < b.X && c.X == a.X && c.Y > a.Y);
    }

    [Fact]
    public void Captions_and_the_title_add_ink_below_and_above()
    {
        Image image = Image.Create(8, 8, 1);
        Array.Fill(image.Pixels, (byte)255);
        Image plain = new ImageGrid(1, 3).Add(image).ToImage(), captioned = new ImageGrid(1, 3, "T").Add(image, "a caption that is wide").ToImage();
        Assert.True(captioned.Height > plain.Height && captioned.Width > plain.Width);
        Assert.Empty(Positions(plain, p => p[0] == 34));
        Assert.True(Positions(captioned, p => p[0] == 34).Count() > 50);
        Assert.Empty(Positions(captioned, p => p[0] == 192));
        Assert.NotEmpty(Positions(new ImageGrid().Add(image, "7", emphasized: true).ToImage(), p => p[0] == 192 && p[2] == 0));
    }

    [Fact]
    public void Alpha_is_blended_over_white()
    {
        Image page = new ImageGrid(1, 1).Add(Image.FromPixels(1, 2, 4, [100, 0, 200, 255, 0, 0, 0, 102])).ToImage();
        Assert.Single(Positions(page, p => p[0] == 100 && p[1] == 0 && p[2] == 200));
        Assert.Single(Positions(page, p => p[0] == 153 && p[1] == 153 && p[2] == 153));
    }

    [Fact]
    public void Every_printable_character_has_a_shape_of_its_own()
    {
        var shapes = new HashSet<string>();
        for (char c = ' '; c <= '~'; c++)
        {
            Assert.True(shapes.Add(Shape(c)), $"'{c}' looks like another character");
            Assert.Equal(c != ' ', Shape(c).Contains('#'));
        }
        Assert.DoesNotContain(Shape('\u00E9'), shapes);
        Assert.Equal(Shape('\u00E9'), Shape('\u4E2D'));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<PreconditionNotMetException>(() => new ImageGrid().ToImage());
        Assert.Throws<InvalidArgumentException>(() => new ImageGrid(columns: 0));
        Assert.Throws<InvalidArgumentException>(() => new ImageGrid(scale: 0));
    }

    private static string Shape(char c)
        => string.Concat(Enumerable.Range(0, 9).SelectMany(y => Enumerable.Range(0, 5).Select(x => BitmapFont.Dot(c, x, y) ? '#' : '.')));

    private static IEnumerable<(int Y, int X)> Positions(Image page, Func<byte[], bool> where)
        => from y in Enumerable.Range(0, page.Height)
           from x in Enumerable.Range(0, page.Width)
           where @where([page[y, x, 0], page[y, x, 1], page[y, x, 2]])
           select (y, x);
}
