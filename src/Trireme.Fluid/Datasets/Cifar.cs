using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>Small photographs as readers.</summary>
/// <remarks>Mirrors paddle.dataset.cifar. A sample is the image, 3072 floats from 0 to 1 (the red plane, the green, the blue, each row by row), and the
/// label.</remarks>
public static class Cifar
{
    /// <summary>The 50,000 images of ten kinds to train with.</summary>
    /// <param name="cycle">Whether the reader begins again at the end, for ever.</param>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.cifar.train10.</remarks>
    public static Func<IEnumerable<Sample>> Train10(bool cycle = false, string? dataFile = null)
        => Of(new Cifar10(dataFile, "train", backend: "tensor"), cycle);

    /// <summary>The 10,000 images of ten kinds to test with.</summary>
    /// <param name="cycle">Whether the reader begins again at the end, for ever.</param>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.cifar.test10.</remarks>
    public static Func<IEnumerable<Sample>> Test10(bool cycle = false, string? dataFile = null) => Of(new Cifar10(dataFile, "test", backend: "tensor"), cycle);

    /// <summary>The 50,000 images of a hundred kinds to train with.</summary>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.cifar.train100.</remarks>
    public static Func<IEnumerable<Sample>> Train100(string? dataFile = null) => Of(new Cifar100(dataFile, "train", backend: "tensor"), false);

    /// <summary>The 10,000 images of a hundred kinds to test with.</summary>
    /// <param name="dataFile">The archive; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.cifar.test100.</remarks>
    public static Func<IEnumerable<Sample>> Test100(string? dataFile = null) => Of(new Cifar100(dataFile, "test", backend: "tensor"), false);

    /// <summary>Writes the samples to RecordIO files of a thousand: <c>cifar_train100-00000</c> and so on.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <param name="cifar10File">The archive of ten kinds; null for the cache or a download.</param>
    /// <param name="cifar100File">The archive of a hundred kinds; null for the cache or a download.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.cifar.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path, string? cifar10File = null, string? cifar100File = null)
    {
        Common.Convert(path, Train100(cifar100File), Common.FileSamples, "cifar_train100");
        Common.Convert(path, Test100(cifar100File), Common.FileSamples, "cifar_test100");
        Common.Convert(path, Train10(dataFile: cifar10File), Common.FileSamples, "cifar_train10");
        Common.Convert(path, Test10(dataFile: cifar10File), Common.FileSamples, "cifar_test10");
    }

    private static Func<IEnumerable<Sample>> Of(Dataset images, bool cycle) => () => Samples(images, cycle);

    private static IEnumerable<Sample> Samples(Dataset images, bool cycle)
    {
        do
        {
            foreach (Sample sample in images)
            {
                float[] pixels = ((Tensor)sample[0]!).ToArray<float>();
                for (int i = 0; i < pixels.Length; i++)
                    pixels[i] /= 255;
                yield return new Sample(pixels, sample[1]);
            }
        }
        while (cycle && images.Length > 0);
    }
}
