using System.Security.Cryptography;
using System.Text.Json;
using Trireme.Formats.Images;
using Trireme.Formats.Npy;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Images;

/// <summary>Every photograph and every variant against the manifest that another decoder wrote.</summary>
public class SharedImageTests(ITestOutputHelper output)
{
    [Fact]
    public void Lossless_files_match_to_the_last_bit()
    {
        if (SharedImages.Find(output) is not { } files)
        {
            return;
        }
        int compared = 0;
        foreach (JsonElement entry in files.Manifest().Where(e => e.TryGetProperty("decoded_sha256", out _)))
        {
            string file = entry.GetProperty("file").GetString()!;
            int[] shape = entry.GetProperty("decoded_shape").EnumerateArray().Select(d => d.GetInt32()).ToArray();
            Image image = ImageFile.Load(files.PathOf(file));
            Assert.Equal((shape[0], shape[1]), (image.Height, image.Width));
            if (entry.GetProperty("decoded_dtype").GetString() == "uint16")
            {
                continue;
            }
            image = shape.Length == 3 && shape[2] == 3 ? image.ToRgb() : image;
            string sha = Convert.ToHexStringLower(SHA256.HashData(image.Pixels));
            Assert.True(entry.GetProperty("decoded_sha256").GetString() == sha, file);
            compared++;
        }
        Assert.True(compared >= 12, $"only {compared} files were compared");
    }

    [Fact]
    public void Photographs_as_jpeg_have_the_channel_means_stated()
    {
        if (SharedImages.Find(output) is not { } files)
        {
            return;
        }
        foreach (JsonElement entry in files.Manifest().Where(e => e.GetProperty("file").GetString()!.EndsWith(".jpg", StringComparison.Ordinal)))
        {
            Image image = ImageFile.Load(files.PathOf(entry.GetProperty("file").GetString()!));
            double[] means = entry.GetProperty("mean").EnumerateArray().Select(m => m.GetDouble()).ToArray();
            Assert.Equal(means.Length, image.Channels);
            for (int c = 0; c < means.Length; c++)
            {
                double sum = 0;
                for (int i = c; i < image.Pixels.Length; i += image.Channels)
                {
                    sum += image.Pixels[i];
                }
                Assert.Equal(means[c], sum / (image.Height * image.Width), 0.0000006);
            }
        }
    }

    [Fact]
    public void Variants_equal_the_decoded_pixels_stated()
    {
        if (SharedImages.Find(output) is not { } files)
        {
            return;
        }
        using NpzFile decoded = NpzFile.Open(files.PathOf("variants/decoded.npz"));
        int compared = 0;
        foreach (JsonElement entry in files.Manifest().Where(e => e.TryGetProperty("decoded_key", out _)))
        {
            NumpyArray expected = decoded[entry.GetProperty("decoded_key").GetString()!];
            Image image = ImageFile.Load(files.PathOf(entry.GetProperty("file").GetString()!));
            image = expected.Shape is [_, _, 3] ? image.ToRgb() : image;
            // Sixteen bits keep their high byte.
            byte[] pixels = expected.ItemSize == 2 ? [.. expected.ToArray<ushort>().Select(v => (byte)(v >> 8))] : expected.ToArray<byte>();
            Assert.True(pixels.AsSpan().SequenceEqual(image.Pixels), entry.GetProperty("file").GetString());
            compared++;
        }
        Assert.True(compared >= 15, $"only {compared} files were compared");
    }
}
