using System.Security.Cryptography;
using Trireme.Formats.Files;
using Trireme.Vision.Datasets;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Datasets.Synthetic;

public class SyntheticDigitsTests(ITestOutputHelper output)
{
    [Fact]
    public void The_same_digits_are_drawn_on_every_machine()
    {
        SyntheticDigits digits = SyntheticDigits.Generate(count: 500);
        Assert.Equal("21a79508d8bcf151264edf9c1cc259c2", Convert.ToHexStringLower(MD5.HashData([.. digits.Images.Data, .. digits.Labels.Data])));
        Assert.Equal([500, 28, 28], digits.Images.Shape);
        Assert.Equal([500], digits.Labels.Shape);
    }

    [Fact]
    public void Fewer_are_the_first_of_more_and_modes_and_seeds_differ()
    {
        SyntheticDigits more = SyntheticDigits.Generate(count: 300), fewer = SyntheticDigits.Generate(count: 100);
        Assert.Equal(more.Images.Data[..fewer.Images.Data.Length].ToArray(), fewer.Images.Data.ToArray());
        Assert.Equal(more.Labels.Data[..100].ToArray(), fewer.Labels.Data.ToArray());
        Assert.NotEqual(fewer.Images.Data.ToArray(), SyntheticDigits.Generate("test", 100).Images.Data.ToArray());
        Assert.NotEqual(fewer.Images.Data.ToArray(), SyntheticDigits.Generate(count: 100, seed: 1).Images.Data.ToArray());
        Assert.Equal(0, SyntheticDigits.Generate(count: 0).Images.Count);
    }

    [Fact]
    public void Every_digit_comes_and_every_image_has_ink_inside_its_frame()
    {
        SyntheticDigits digits = SyntheticDigits.Generate(count: 3000);
        int[] seen = new int[10];
        for (int i = 0; i < digits.Images.Count; i++)
        {
            seen[digits.Labels[i][0]]++;
            byte[] image = digits.Images[i].ToArray();
            Assert.InRange(image.Count(v => v > 100), 10, 450);
            Assert.True(image[..28].All(v => v < 140), $"image {i} is cut off");
        }
        Assert.All(seen, n => Assert.InRange(n, 230, 370));
    }

    [Fact]
    public void Templates_of_pixels_are_not_enough_but_similar_images_mean_the_same_digit()
    {
        SyntheticDigits train = SyntheticDigits.Generate(count: 2000), test = SyntheticDigits.Generate("test", 300);
        float[][] known = Floats(train.Images), asked = Floats(test.Images);
        float[][] means = [.. Enumerable.Range(0, 10).Select(d => Mean([.. known.Where((_, i) => train.Labels.Data[i] == d)]))];
        byte[] digits = [.. Enumerable.Range(0, 10).Select(d => (byte)d)];

        double byMean = Accuracy(asked, test.Labels, means, digits), byNeighbour = Accuracy(asked, test.Labels, known, train.Labels.Data.ToArray());
        output.WriteLine($"nearest mean {byMean:P1}, nearest neighbour {byNeighbour:P1}");
        Assert.InRange(byMean, 0.5, 0.78);
        Assert.InRange(byNeighbour, 0.78, 0.98);
    }

    [Fact]
    public void The_cache_is_written_once_in_MNISTs_layout_and_read_afterwards()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("trireme-digits-").FullName, "new");
        try
        {
            SyntheticDigits drawn = SyntheticDigits.Load("test", folder);
            Assert.Equal(["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            SyntheticDigits read = SyntheticDigits.Load("test", folder);
            Assert.Equal([10000, 28, 28], read.Images.Shape);
            Assert.True(read.Images.Data.SequenceEqual(drawn.Images.Data));
            Assert.True(read.Labels.Data.SequenceEqual(drawn.Labels.Data));

            string labels = Path.Combine(folder, "t10k-labels-idx1-ubyte.gz");
            IdxFile.Write(labels, [3], new byte[3]);
            Assert.Contains("3 labels for the 10000 images", Assert.Throws<InvalidFileException>(() => SyntheticDigits.Load("test", folder)).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }

    [Fact]
    public void An_unknown_mode_and_an_impossible_count_are_refused()
    {
        Assert.Contains("'valid'", Assert.Throws<InvalidArgumentException>(() => SyntheticDigits.Generate("valid")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidArgumentException>(() => SyntheticDigits.Generate(count: -1));
        Assert.Throws<InvalidArgumentException>(() => SyntheticDigits.Generate(count: int.MaxValue));
    }

    private static double Accuracy(float[][] images, IdxFile labels, float[][] references, byte[] digits)
    {
        int right = 0;
        Parallel.For(0, images.Length, i =>
        {
            int best = 0;
            float least = float.MaxValue;
            for (int r = 0; r < references.Length; r++)
            {
                float distance = System.Numerics.Tensors.TensorPrimitives.Distance(images[i], references[r]);
                if (distance < least)
                    (least, best) = (distance, r);
            }
            if (digits[best] == labels[i][0])
                Interlocked.Increment(ref right);
        });
        return (double)right / images.Length;
    }

    private static float[][] Floats(IdxFile images) => [.. Enumerable.Range(0, images.Count).Select(i => images[i].ToArray().Select(v => v / 255f).ToArray())];

    private static float[] Mean(float[][] images) => [.. Enumerable.Range(0, 784).Select(p => images.Average(image => image[p]))];
}
