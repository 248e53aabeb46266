using Trireme.IO;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>Handwritten digits as readers.</summary>
/// <remarks>Mirrors paddle.dataset.mnist. A sample is the image, 784 floats from -1 (paper) to 1 (ink) row by row, and the label 0 to 9.</remarks>
public static class Mnist
{
    /// <summary>The 60,000 images to train with.</summary>
    /// <param name="imagePath">The file of images; null for the cache or a download.</param>
    /// <param name="labelPath">The file of labels; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.mnist.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(string? imagePath = null, string? labelPath = null)
        => Of(new MNIST(imagePath, labelPath, "train", backend: "tensor"));

    /// <summary>The 10,000 images to test with.</summary>
    /// <param name="imagePath">The file of images; null for the cache or a download.</param>
    /// <param name="labelPath">The file of labels; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.mnist.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(string? imagePath = null, string? labelPath = null)
        => Of(new MNIST(imagePath, labelPath, "test", backend: "tensor"));

    /// <summary>Writes the samples to RecordIO files of a thousand: <c>minist_train-00000</c> and so on, as Paddle spells them.</summary>
    /// <param name="path">The folder; it must be there.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <remarks>Mirrors paddle.dataset.mnist.convert; see <see cref="Common.Convert"/>.</remarks>
    public static void Convert(string path)
    {
        Common.Convert(path, Train(), Common.FileSamples, "minist_train");
        Common.Convert(path, Test(), Common.FileSamples, "minist_test");
    }

    private static Func<IEnumerable<Sample>> Of(MNIST images) => () => images.Select(sample =>
    {
        float[] pixels = ((Tensor)sample[0]!).ToArray<float>();
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (pixels[i] / 255 * 2) - 1;
        return new Sample(pixels, ((long[])sample[1]!)[0]);
    });
}
