using Trireme.Formats.Images;
using Trireme.Vision.Transforms;

namespace Trireme.Tests.Vision.Transforms;

public class FunctionalTests
{
    // Rows of 1 2 3 / 4 5 6, and colours of 1 to 12 in 2 x 2.
    private static Image Grey => Image.FromPixels(2, 3, 1, [1, 2, 3, 4, 5, 6]);

    private static Image Colours => Image.FromPixels(2, 2, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    private static Tensor Planes => Tensor.From<float>([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 1f, 0f, 0.05f], [3, 2, 2]);

    [Fact]
    public void ToTensor_divides_bytes_by_255_and_brings_channels_to_the_front()
    {
        Tensor tensor = Functional.ToTensor(Colours);
        Assert.Equal("[3, 2, 2]", tensor.Shape.ToString());
        Assert.Equal(new[] { 1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12 }.Select(v => v / 255f), tensor.ToArray<float>());
        Tensor last = Functional.ToTensor(Colours, "HWC");
        Assert.Equal("[2, 2, 3]", last.Shape.ToString());
        Assert.Equal(Enumerable.Range(1, 12).Select(v => v / 255f), last.ToArray<float>());
    }

    [Fact]
    public void ToTensor_of_every_byte_is_the_exact_quotient()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i), 7, 8, 9];
        Assert.Equal(all.Select(b => b / 255f), Functional.ToTensor(Image.FromPixels(1, all.Length, 1, all)).ToArray<float>());
    }

    [Fact]
    public void ToTensor_leaves_floats_and_gives_grey_arrays_a_channel()
    {
        Tensor floats = Tensor.From<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal("[1, 2, 3]", Functional.ToTensor(floats).Shape.ToString());
        Assert.Equal([1, 2, 3, 4, 5, 6], Functional.ToTensor(floats).ToArray<float>());
        Tensor bytes = Tensor.From<byte>([255, 0, 51, 255, 0, 51], [1, 2, 3]);
        Assert.Equal("[3, 1, 2]", Functional.ToTensor(bytes).Shape.ToString());
        Assert.Equal([1f, 1f, 0f, 0f, 0.2f, 0.2f], Functional.ToTensor(bytes).ToArray<float>());
    }

    [Fact]
    public void Normalize_takes_images_as_they_are_and_tensors_by_their_format()
    {
        Tensor grey = Functional.Normalize(Grey, 127.5, 127.5);
        Assert.Equal("[1, 2, 3]", grey.Shape.ToString());
        Assert.Equal(Grey.Pixels.Select(p => (p - 127.5f) / 127.5f), grey.ToArray<float>());
        Tensor last = Functional.Normalize(Colours, (1, 2, 3), (1, 2, 4), "HWC");
        Assert.Equal([0, 0, 0, 3, 1.5f, 0.75f, 6, 3, 1.5f, 9, 4.5f, 2.25f], last.ToArray<float>());
        Tensor reversed = Functional.Normalize(Colours, 0, 1, "HWC", toRgb: true);
        Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10], reversed.ToArray<float>());
        float[] values = Planes.ToArray<float>();
        Assert.Equal(values.Select((v, i) => (v - (i / 4)) / (1 + (i / 4))), Functional.Normalize(Planes, (0, 1, 2), (1, 2, 3)).ToArray<float>());
    }

    [Fact]
    public void Tensors_of_both_layouts_go_the_way_of_the_image()
    {
        Image image = Image.FromPixels(5, 7, 3, [.. Enumerable.Range(0, 105).Select(i => (byte)(i * 37))]);
        Func<object, object>[] changes =
        [
            Functional.Hflip, Functional.Vflip, i => Functional.Crop(i, 1, 2, 3, 4), i => Functional.CenterCrop(i, (3, 3)), i => Functional.CenterCrop(i, 9),
            i => Functional.Pad(i, (1, 2), 5, "constant"), i => Functional.Pad(i, 2, null, "reflect"), i => Functional.Pad(i, 2, null, "symmetric"),
            i => Functional.Pad(i, (0, 1, 2, 3), null, "edge"), i => Functional.Rotate(i, 90, expand: true), i => Functional.Rotate(i, 33),
            i => Functional.ToGrayscale(i, 3), i => Functional.AdjustBrightness(i, 1.4), i => Functional.AdjustContrast(i, 0.3),
            i => Functional.AdjustSaturation(i, 2), i => Functional.AdjustHue(i, 0.2),
        ];
        for (int i = 0; i < changes.Length; i++)
        {
            var truth = (Image)changes[i](image);
            var bytes = (Tensor)changes[i](Tensor.From<byte>(image.Pixels, [5, 7, 3]));
            Assert.Equal(truth.Pixels, bytes.ToArray<byte>());
            var planes = (Tensor)changes[i](Functional.ToTensor(image));
            Assert.Equal($"[3, {truth.Height}, {truth.Width}]", planes.Shape.ToString());
            float fill = i == 5 ? 5 : 0;
            foreach ((float expected, float got) in Functional.ToTensor(truth).ToArray<float>().Zip(planes.ToArray<float>()))
                Assert.True(Math.Abs(expected - got) < (i == 15 ? 0.03 : 0.01) || got == fill, $"change {i}: {got} for {expected}");
        }
    }

    [Fact]
    public void Mirrored_borders_are_NumPys()
    {
        Assert.Equal([3, 2, 1, 2, 3, 2, 1], Row("reflect"));
        Assert.Equal([2, 1, 1, 2, 3, 3, 2], Row("symmetric"));
        Assert.Equal([1, 1, 1, 2, 3, 3, 3], Row("edge"));
        Assert.Equal([9, 9, 1, 2, 3, 9, 9], Row("constant"));

        static byte[] Row(string mode) => Functional.Pad(Image.FromPixels(1, 3, 1, [1, 2, 3]), (2, 0), 9, mode).Pixels;
    }

    [Fact]
    public void Tensors_are_resized_at_points()
    {
        Tensor ramp = Tensor.From<float>([.. Enumerable.Range(0, 40).Select(i => (float)(i % 8))], [1, 5, 8]);
        // Half-pixel centres: 8 columns to 4 are the means of neighbours, 5 rows to 5 stay.
        Assert.Equal([0.5f, 2.5f, 4.5f, 6.5f], Functional.Resize(ramp, (5, 4)).ToArray<float>()[..4]);
        Assert.Equal([0f, 2f, 4f, 6f], Functional.Resize(ramp, (5, 4), "nearest").ToArray<float>()[..4]);
        Assert.Equal([1.5f, 5.5f], Functional.Resize(ramp, (5, 2), "area").ToArray<float>()[..2]);
        Assert.Equal([1.5f, 5.5f], Functional.Resize(ramp, (5, 2)).ToArray<float>()[..2]);
    }

    [Theory]
    [InlineData("null is no image")]
    public void Other_things_are_refused(string message)
    {
        Assert.Contains(message, Assert.Throws<InvalidArgumentException>(() => new Resize(3).Call(null)).Message);
        Assert.Contains("a String is no image", Assert.Throws<InvalidArgumentException>(() => Functional.Hflip("picture")).Message);
        Assert.Contains("int64", Assert.Throws<InvalidArgumentException>(() => Functional.Hflip(Tensor.From<long>([1], [1, 1]))).Message);
        Assert.Contains("[5, 5, 5]", Assert.Throws<InvalidArgumentException>(() => Functional.Hflip(Tensor.From<byte>(new byte[125], [5, 5, 5]))).Message);
        Assert.Contains("3 channels", Assert.Throws<InvalidArgumentException>(() => Functional.Normalize(Planes, (1, 2), 1)).Message);
        Assert.Throws<InvalidArgumentException>(() => Functional.Resize(Grey, (3, 3), "area"));
        Assert.Throws<InvalidArgumentException>(() => Functional.Pad(Grey, 3, null, "reflect"));
        Assert.Throws<InvalidArgumentException>(() => Functional.Pad(Grey, -1));
        Assert.Throws<InvalidArgumentException>(() => Functional.AdjustHue(Colours, 0.6));
        Assert.Throws<InvalidArgumentException>(() => Functional.AdjustBrightness(Colours, -1));
        Assert.Throws<InvalidArgumentException>(() => new Normalize(0.5, 0.0));
        Assert.Throws<InvalidArgumentException>(() => new Normalize(0.5, 1, "NCHW"));
        Assert.Throws<InvalidArgumentException>(() => new RandomCrop(9).Call(Grey));
        Assert.Throws<InvalidArgumentException>(() => new Transpose((0, 1, 1)));
    }
}
