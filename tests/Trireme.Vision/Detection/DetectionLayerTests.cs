using Trireme.Formats.Images;
using Trireme.NN.Initializers;
using Trireme.Vision;

namespace Trireme.Tests.Vision.Detection;

public sealed class DetectionLayerTests
{
    [Fact]
    public void Layers_of_regions_do_what_their_functions_do()
    {
        Tensor x = (Paddle.Arange(2 * 4 * 5 * 6, dtype: "float32") * 0.7).Sin().Reshape([2, 4, 5, 6]), counts = Paddle.ToTensor(new[] { 1, 1 });
        Tensor boxes = Paddle.ToTensor(new[] { 0f, 1, 4, 4, 1, 0, 5, 3 }).Reshape([2, 4]);
        Assert.Equal(Ops.RoiAlign(x, boxes, counts, 2, 0.8f).ToArray<float>(), new RoIAlign(2, 0.8f).Forward(x, boxes, counts).ToArray<float>());
        Assert.Equal(Ops.RoiAlign(x, boxes, counts, 2, aligned: false).ToArray<float>(), new RoIAlign(2).Forward(x, boxes, counts, aligned: false).ToArray<float>());
        Assert.Equal(Ops.RoiPool(x, boxes, counts, 2).ToArray<float>(), new RoIPool(2).Forward(x, boxes, counts).ToArray<float>());
        Assert.Equal(Ops.PsroiPool(x, boxes, counts, 2).ToArray<float>(), new PSRoIPool(2).Forward(x, boxes, counts).ToArray<float>());
    }

    [Fact]
    public void A_deformable_convolution_without_offsets_is_a_convolution()
    {
        Tensor x = (Paddle.Arange(2 * 4 * 25, dtype: "float32") * 0.7).Sin().Reshape([2, 4, 5, 5]), offset = Paddle.Zeros([2, 18, 5, 5]);
        var layer = new DeformConv2D(4, 6, 3, padding: 1, groups: 2, biasAttr: new Constant(0.5));
        Assert.Equal([6, 2, 3, 3], layer.Weight.Shape.ToArray());
        Tensor expected = NN.Functional.Conv2d(x, layer.Weight, layer.Bias, padding: 1, groups: 2);
        Assert.True(layer.Forward(x, offset).Allclose(expected, 1e-4, 1e-5).Item<bool>());
        Assert.True(layer.Forward(x, offset, Paddle.Ones([2, 9, 5, 5])).Allclose(expected, 1e-4, 1e-5).Item<bool>());
        Assert.Throws<InvalidArgumentException>(() => new DeformConv2D(4, 6, 3, groups: 4));
    }

    [Fact]
    public void An_images_file_becomes_channels()
    {
        string file = Path.Combine(Path.GetTempPath(), $"trireme-decode-{Guid.NewGuid():N}.png");
        Image image = Image.Create(2, 3, 3);
        for (int i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(10 * i);
        ImageFile.Save(image, file);
        try
        {
            Tensor bytes = Ops.ReadFile(file);
            Assert.Equal(File.ReadAllBytes(file), bytes.ToArray<byte>());
            Tensor pixels = Ops.DecodeJpeg(bytes);
            Assert.Equal([3, 2, 3], pixels.Shape.ToArray());
            Assert.Equal([0, 30, 60, 90, 120, 150], pixels.ToArray<byte>()[..6]);
            Assert.Equal([1, 2, 3], Ops.DecodeJpeg(bytes, "gray").Shape.ToArray());
            Assert.Throws<InvalidArgumentException>(() => Ops.DecodeJpeg(bytes, "cmyk"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
