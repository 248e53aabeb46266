using Trireme.Formats.Images;
using Trireme.Samples.Mnist;

namespace Trireme.Tests.Samples;

[Collection("samples")]
public sealed class PictureTests(SampleData data)
{
    [Fact]
    public void Dark_strokes_on_paper_become_bright_strokes_in_the_middle()
    {
        // A bar of 40 x 10 at the upper left of a page of 120 x 90.
        Image page = Image.Create(120, 90, 3);
        Array.Fill(page.Pixels, (byte)250);
        for (int y = 5; y < 45; y++)
        {
            for (int x = 3; x < 13; x++)
                (page[y, x, 0], page[y, x, 1], page[y, x, 2]) = (10, 10, 10);
        }
        float[] values = Read(page);
        Assert.Equal(784, values.Length);
        // 20 rows from row 4, 5 columns from column 11.
        for (int y = 0; y < 28; y++)
        {
            for (int x = 0; x < 28; x++)
                Assert.Equal(y is >= 4 and < 24 && x is >= 11 and < 16, values[(y * 28) + x] > 0.5f);
        }
    }

    [Fact]
    public void A_picture_in_the_networks_own_form_stays_as_it_is()
    {
        Image digit = Image.Create(28, 28, 1);
        for (int i = 300; i < 500; i++)
            digit.Pixels[i] = (byte)i;
        float[] values = Read(digit);
        for (int i = 0; i < 784; i++)
            Assert.Equal(digit.Pixels[i] / 255f, values[i], 1e-6f);
    }

    [Fact]
    public void A_blank_page_and_a_broken_file_are_refused()
    {
        Image blank = Image.Create(50, 50, 1);
        Assert.Contains("is blank", Assert.Throws<OptionException>(() => Read(blank)).Message);
        string broken = Path.Combine(data.Folder, "broken.png");
        File.WriteAllText(broken, "no picture");
        Recorded run = Recorded.Run(() => Program.Main(["--predict", broken]));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("broken.png", run.Errors);
    }

    private float[] Read(Image image)
    {
        string file = Path.Combine(data.Folder, Guid.NewGuid().ToString("N") + ".png");
        ImageFile.Save(image, file);
        Tensor input = Picture.Read(file);
        Assert.Equal([1, 1, 28, 28], input.Shape);
        return input.ToArray<float>();
    }
}
