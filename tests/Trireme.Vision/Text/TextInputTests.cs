using Trireme.Formats.Images;
using Trireme.Vision.Text;

namespace Trireme.Tests.Vision.Text;

public sealed class TextInputTests
{
    [Theory]
    [InlineData(96, 320, 960, "max", 96, 320)]
    [InlineData(1080, 1920, 960, "max", 544, 960)]
    [InlineData(700, 500, 960, "max", 704, 512)]    // 500 / 32 = 15.6, 700 / 32 = 21.9
    [InlineData(5000, 10, 960, "max", 960, 32)]
    [InlineData(100, 200, 736, "min", 736, 1472)]
    [InlineData(800, 900, 736, "min", 800, 896)]
    [InlineData(1, 1, 960, "max", 32, 32)]
    public void Sides_are_multiples_of_32_within_the_limit(int height, int width, int limit, string type, int wantedHeight, int wantedWidth)
        => Assert.Equal((wantedHeight, wantedWidth), TextDetectionInput.Size(height, width, limit, type));

    [Fact]
    public void Channels_are_blue_green_red_and_normalized()
    {
        Image picture = Noise(64, 96);
        Tensor input = TextDetectionInput.Create(picture);
        Assert.Equal([1, 3, 64, 96], input.Shape);
        float[] values = input.ToArray<float>();
        double[] mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225];
        for (int c = 0; c < 3; c++)
        {
            for (int i = 0; i < 64 * 96; i++)
                Assert.Equal(((picture.Pixels[(3 * i) + 2 - c] / 255.0) - mean[c]) / std[c], values[(c * 64 * 96) + i], 1e-5);
        }
    }

    [Fact]
    public void A_picture_is_resized_between_pixels()
    {
        // A ramp stays a ramp: column x of half as many looks at 2x + 0.5 of the original.
        Image ramp = Image.Create(32, 128, 1);
        for (int i = 0; i < ramp.Pixels.Length; i++)
            ramp.Pixels[i] = (byte)(2 * (i % 128));
        float[] values = TextDetectionInput.Create(ramp, limitSideLen: 64).ToArray<float>();
        for (int x = 0; x < 64; x++)
            Assert.Equal((((4 * x) + 1) / 255.0 - 0.485) / 0.229, values[x], 1e-4);
    }

    [Fact]
    public void A_line_keeps_its_shape_and_is_filled_up_with_zeros()
    {
        Image line = Image.Create(24, 40, 3);
        Array.Fill(line.Pixels, (byte)255);
        Tensor direction = TextLineInput.ForDirection(line), recognition = TextLineInput.ForRecognition(line);
        Assert.Equal([1, 3, 48, 192], direction.Shape);
        Assert.Equal([1, 3, 48, 320], recognition.Shape);
        foreach ((Tensor input, int width) in new[] { (direction, 192), (recognition, 320) })
        {
            float[] values = input.ToArray<float>();
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(i % width < 80 ? 1f : 0f, values[i], 1e-6f);
        }
        Image longLine = Image.Create(10, 200, 1);
        Assert.Equal([1, 3, 48, 192], TextLineInput.ForDirection(longLine).Shape);
        Assert.Equal([1, 3, 48, 960], TextLineInput.ForRecognition(longLine).Shape);
        Assert.All(TextLineInput.ForRecognition(longLine).ToArray<float>(), v => Assert.Equal(-1f, v, 1e-6f));
    }

    [Fact]
    public void Bad_limits_are_refused()
    {
        Assert.Contains("'longest'", Assert.Throws<InvalidArgumentException>(() => TextDetectionInput.Size(4, 4, 960, "longest")).Message);
        Assert.Throws<InvalidArgumentException>(() => TextDetectionInput.Create(Image.Create(4, 4, 1), limitSideLen: 0));
        Assert.Throws<InvalidArgumentException>(() => TextLineInput.ForDirection(Image.Create(4, 4, 1), height: 0));
        Assert.Throws<InvalidArgumentException>(() => TextLineInput.ForRecognition(Image.Create(4, 4, 1), leastWidth: 0));
    }

    internal static Image Noise(int height, int width)
    {
        Image picture = Image.Create(height, width, 3);
        new System.Random(height + width).NextBytes(picture.Pixels);
        return picture;
    }
}
