using Trireme.Formats.Files;
using Trireme.Formats.Images;

namespace Trireme.Tests.Formats.Images;

public class ImageFileTests
{
    [Fact]
    public void The_content_tells_the_format_and_the_extension_does_not()
    {
        string path = Path.Combine(Path.GetTempPath(), $"trireme-{Guid.NewGuid():N}.jpg");
        try
        {
            File.WriteAllBytes(path, new PngFixture().Build());
            Assert.Equal(13, ImageFile.Load(path).Width);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Save_writes_what_load_reads()
    {
        string path = Path.Combine(Path.GetTempPath(), $"trireme-{Guid.NewGuid():N}.png");
        try
        {
            Image image = Image.FromPixels(1, 2, 3, [1, 2, 3, 4, 5, 6]);
            ImageFile.Save(image, path);
            ImageFile.Save(image, path);
            Assert.Equal(image.Pixels, ImageFile.Load(path).Pixels);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_is_no_image_is_named_with_its_first_bytes()
    {
        var error = Assert.Throws<InvalidFileException>(() => ImageFile.Decode("hello, world"u8, "letter.txt"));
        Assert.Contains("letter.txt", error.Message);
        Assert.Contains("68656C6C6F2C2077", error.Message);
        Assert.Contains("it is empty", Assert.Throws<InvalidFileException>(() => ImageFile.Decode([])).Message);
    }

    [Fact]
    public void Formats_that_are_not_written_are_refused_with_those_that_are()
    {
        Image image = Image.Create(1, 1, 4);
        Assert.Contains(".png", Assert.Throws<NotSupportedException>(() => ImageFile.Encode(image, ".jpg")).Message);
        Assert.Contains("ToRgb", Assert.Throws<NotSupportedException>(() => ImageFile.Encode(image, ".ppm")).Message);
    }
}
