using System.Security.Cryptography;
using System.Text.Json;
using Trireme.Formats.Images;
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
}
