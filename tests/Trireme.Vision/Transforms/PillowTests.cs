using Trireme.Formats.Images;
using Trireme.Tests.Shared;
using Trireme.Vision.Transforms;
using Xunit.Abstractions;

namespace Trireme.Tests.Vision.Transforms;

/// <summary>What is done to an Image is what Pillow does, on a photograph of 451 x 300 pixels.</summary>
public class PillowTests(ITestOutputHelper output)
{
    private const string Picture = "chelsea.png";

    // At most how far a sample may be off, and which share of the samples may be off at all.
    private static readonly (string Python, Func<Image, Image> Ours, int Off, double Share)[] Cases =
    [
        ("im.resize((224, 224), Image.BILINEAR)", i => Functional.Resize(i, (224, 224)), 1, 0.02),
        ("im.resize((1000, 77), Image.BILINEAR)", i => Functional.Resize(i, (77, 1000)), 1, 0.02),
        ("im.resize((384, 256), Image.BILINEAR)", i => Functional.Resize(i, 256), 1, 0.02),
        ("im.resize((97, 131), Image.BICUBIC)", i => Functional.Resize(i, (131, 97), "bicubic"), 1, 0.02),
        ("im.resize((600, 555), Image.BICUBIC)", i => Functional.Resize(i, (555, 600), "bicubic"), 1, 0.02),
        ("im.resize((97, 131), Image.LANCZOS)", i => Functional.Resize(i, (131, 97), "lanczos"), 1, 0.02),
        ("im.resize((97, 131), Image.HAMMING)", i => Functional.Resize(i, (131, 97), "hamming"), 1, 0.02),
        ("im.resize((97, 131), Image.BOX)", i => Functional.Resize(i, (131, 97), "box"), 1, 0.02),
        ("im.resize((97, 131), Image.NEAREST)", i => Functional.Resize(i, (131, 97), "nearest"), 0, 0),
        ("im.resize((700, 500), Image.NEAREST)", i => Functional.Resize(i, (500, 700), "nearest"), 0, 0),
        ("im.convert('L').resize((32, 32), Image.BILINEAR)", i => Functional.Resize(Functional.ToGrayscale(i), (32, 32)), 1, 0.02),
        ("im.convert('L')", i => Functional.ToGrayscale(i), 0, 0),
        ("im.convert('L').convert('RGB')", i => Functional.ToGrayscale(i, 3), 0, 0),
        ("im.transpose(Image.FLIP_LEFT_RIGHT)", Functional.Hflip, 0, 0),
        ("im.transpose(Image.FLIP_TOP_BOTTOM)", Functional.Vflip, 0, 0),
        ("im.crop((-5, 10, 95, 330))", i => Functional.Crop(i, 10, -5, 320, 100), 0, 0),
        ("ImageOps.expand(im, (3, 5, 7, 0), (9, 8, 7))", i => Functional.Pad(i, (3, 5, 7, 0), (9, 8, 7)), 0, 0),
        ("im.rotate(30)", i => Functional.Rotate(i, 30), 255, 0.002),
        ("im.rotate(-117.5, expand=True, fillcolor=(1, 2, 3))", i => Functional.Rotate(i, -117.5, expand: true, fill: (1, 2, 3)), 255, 0.002),
        ("im.rotate(45, center=(20, 40))", i => Functional.Rotate(i, 45, center: (20, 40)), 255, 0.002),
        ("im.rotate(90, expand=True)", i => Functional.Rotate(i, 90, expand: true), 0, 0),
        ("im.rotate(270, expand=True)", i => Functional.Rotate(i, 270, expand: true), 0, 0),
        ("im.rotate(180)", i => Functional.Rotate(i, 180), 0, 0),
        ("im.rotate(30, Image.BILINEAR)", i => Functional.Rotate(i, 30, "bilinear"), 1, 0.6),
        ("ImageEnhance.Brightness(im).enhance(0.4)", i => Functional.AdjustBrightness(i, 0.4), 1, 0.02),
        ("ImageEnhance.Brightness(im).enhance(1.7)", i => Functional.AdjustBrightness(i, 1.7), 1, 0.02),
        ("ImageEnhance.Contrast(im).enhance(0.4)", i => Functional.AdjustContrast(i, 0.4), 1, 0.02),
        ("ImageEnhance.Contrast(im).enhance(1.7)", i => Functional.AdjustContrast(i, 1.7), 1, 0.02),
        ("ImageEnhance.Color(im).enhance(0.4)", i => Functional.AdjustSaturation(i, 0.4), 1, 0.02),
        ("ImageEnhance.Color(im).enhance(1.7)", i => Functional.AdjustSaturation(i, 1.7), 1, 0.02),
        ("(lambda h, s, v: Image.merge('HSV', (h.point(lambda p: (p + 76) % 256), s, v)).convert('RGB'))(*im.convert('HSV').split())",
            i => Functional.AdjustHue(i, 0.3), 4, 0.02),
        ("(lambda h, s, v: Image.merge('HSV', (h.point(lambda p: (p - 25) % 256), s, v)).convert('RGB'))(*im.convert('HSV').split())",
            i => Functional.AdjustHue(i, -0.1), 4, 0.02),
    ];

    [Fact]
    public void Images_become_what_Pillow_makes_of_them()
    {
        if (Pillow.Evaluate(output, Picture, [.. Cases.Select(c => c.Python)]) is not { } truths)
            return;
        Image image = ImageFile.Load(SharedData.Find($"data/images/{Picture}", output)!);
        var wrong = new List<string>();
        for (int i = 0; i < Cases.Length; i++)
        {
            byte[] truth = truths[i], ours = Cases[i].Ours(image).Pixels;
            int[] off = truth.Length == ours.Length ? [.. truth.Zip(ours, (a, b) => Math.Abs(a - b))] : [int.MaxValue];
            double share = off.Count(o => o > 0) / (double)off.Length;
            string line = $"{Cases[i].Python}: at most {off.Max()} off, {share:P3} of the samples ({ours.Length} for {truth.Length})";
            output.WriteLine(line);
            if (off.Max() > Cases[i].Off || share > Cases[i].Share)
                wrong.Add(line);
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
