using Trireme.Formats.Images;
using Trireme.Random;
using Trireme.Vision.Transforms;

namespace Trireme.Tests.Vision.Transforms;

public class TransformTests
{
    private static readonly Image Photo = Image.FromPixels(40, 50, 3, [.. Enumerable.Range(0, 6000).Select(i => (byte)((i * i / 7) ^ (i * 31)))]);

    [Fact]
    public void Compose_takes_transforms_and_lambdas_in_order()
    {
        var seen = new List<string>();
        var compose = new Compose([new Resize((28, 30)), x => { seen.Add(x!.GetType().Name); return x; }, new ToTensor(), new Normalize(0.5, 0.25)]);
        var result = (Tensor)compose.Call(Photo)!;
        Assert.Equal("[3, 28, 30]", result.Shape.ToString());
        Assert.Equal(["Image"], seen);
        Assert.Equal(4, compose.Transforms.Count);
        Assert.Contains("Resize\n", compose.ToString());
        Assert.Same(Photo, new Compose([]).Call(Photo));
    }

    [Theory]
    [InlineData(1, "CHW")]
    [InlineData(3, "CHW")]
    [InlineData(3, "HWC")]
    [InlineData(4, "CHW")]
    public void Fused_conversion_and_normalization_is_bit_for_bit_the_two(int channels, string format)
    {
        Image image = Image.FromPixels(9, 31, channels, [.. Enumerable.Range(0, 279 * channels).Select(i => (byte)(i * 13))]);
        Numbers mean = channels == 3 ? [0.485, 0.456, 0.406] : 0.1307, std = channels == 3 ? [0.229, 0.224, 0.225] : 0.3081;
        Tensor both = (Tensor)new Compose([new ToTensor(format), new Normalize(mean, std, format)]).Call(image)!;
        Tensor steps = Functional.Normalize(Functional.ToTensor(image, format), mean, std, format);
        Assert.Equal(steps.Shape, both.Shape);
        Assert.Equal(steps.ToArray<float>(), both.ToArray<float>());
    }

    [Fact]
    public void Samples_are_changed_where_the_keys_say()
    {
        var changed = (object?[])new CenterCrop(8).Call(new object?[] { Photo, 7L })!;
        Assert.Equal(8, ((Image)changed[0]!).Height);
        Assert.Equal(7L, changed[1]);
        var flipped = (object?[])new RandomHorizontalFlip(1, keys: ["image", "image"]).Call(new object?[] { Photo, Photo })!;
        Assert.Equal(((Image)flipped[0]!).Pixels, ((Image)flipped[1]!).Pixels);
        Assert.Contains("'boxes'", Assert.Throws<InvalidArgumentException>(() => new CenterCrop(8, ["image", "boxes"]).Call(new object?[] { Photo, 1 })).Message);
    }

    [Fact]
    public void Random_transforms_repeat_with_the_seed_and_change_without()
    {
        BaseTransform[] transforms =
        [
            new RandomCrop(20), new RandomCrop(60, padding: 4, padIfNeeded: true, paddingMode: "reflect"), new RandomResizedCrop(24), new RandomRotation(40),
            new ColorJitter(0.4, 0.4, 0.4, 0.1), new RandomHorizontalFlip(), new RandomVerticalFlip(), new BrightnessTransform(0.5), new HueTransform(0.5),
            new RandomErasing(1), new RandomErasing(1, value: "random"),
        ];
        foreach (BaseTransform transform in transforms)
        {
            byte[][] first = Run(3), again = Run(3), other = Run(4);
            Assert.Equal(first, again);
            Assert.True(first.Distinct(ByteArrays.Instance).Count() > 1, transform.GetType().Name);
            Assert.False(first.SequenceEqual(other, ByteArrays.Instance), transform.GetType().Name);

            byte[][] Run(ulong seed)
            {
                using Generator.Override scope = new Generator(seed).UseOnThisThread();
                return [.. Enumerable.Range(0, 12).Select(_ => ((Image)transform.Call(Photo)!).Pixels)];
            }
        }
    }

    [Fact]
    public void Flips_come_about_as_often_as_asked()
    {
        using Generator.Override scope = new Generator(1).UseOnThisThread();
        var flip = new RandomHorizontalFlip(0.3);
        int flipped = Enumerable.Range(0, 2000).Count(_ => !ReferenceEquals(flip.Call(Photo), Photo));
        Assert.InRange(flipped, 520, 680);
        Assert.Same(Photo, new RandomVerticalFlip(0).Call(Photo));
    }

    [Fact]
    public void Jitter_without_arguments_changes_nothing()
        => Assert.Same(Photo, new ColorJitter().Call(Photo));

    [Fact]
    public void Sizes_are_as_asked()
    {
        Assert.Equal((40, 50), Size(new RandomRotation((10, 20))));
        Assert.Equal((24, 12), Size(new RandomResizedCrop((24, 12))));
        Assert.Equal((100, 125), Size(new Resize(100)));
        Assert.Equal((44, 60), Size(new Pad((5, 2))));
        Assert.Equal((40, 50), Size(new Grayscale(3)));
        Tensor transposed = (Tensor)new Transpose().Call(Photo)!;
        Assert.Equal("[3, 40, 50]", transposed.Shape.ToString());
        Assert.Equal(DType.UInt8, transposed.DType);
        Assert.Equal(Photo[7, 9, 2], transposed.ToArray<byte>()[(2 * 2000) + (7 * 50) + 9]);

        static (int, int) Size(BaseTransform transform)
        {
            var image = (Image)transform.Call(Photo)!;
            return (image.Height, image.Width);
        }
    }

    private sealed class ByteArrays : IEqualityComparer<byte[]>
    {
        public static readonly ByteArrays Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => obj.Length;
    }
}
