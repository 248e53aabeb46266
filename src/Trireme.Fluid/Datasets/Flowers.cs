using Trireme.IO;
using Trireme.Vision.Datasets;
using Files = Trireme.Vision.Datasets.Flowers;

namespace Trireme.Fluid.Datasets;

/// <summary>Photographs of flowers of 102 kinds as readers.</summary>
/// <remarks>
/// Mirrors paddle.dataset.flowers. A sample is what the mapper makes of the photograph's file, a byte array, and the kind 0 to 101. Left to itself it gives
/// 3 · 224 · 224 floats, less a mean, blue first: a part of the photograph, a random one for training.
/// </remarks>
public static class Flowers
{
    private static readonly float[] Mean = [103.94f, 116.78f, 123.68f];

    /// <summary>The photographs to train with.</summary>
    /// <param name="mapper">Makes a sample of a file's bytes and the kind; <see cref="Image.SimpleTransform"/> where null.</param>
    /// <param name="bufferedSize">How many samples may be ready at a time; at least 1.</param>
    /// <param name="useXmap">Whether several threads make them.</param>
    /// <param name="cycle">Whether the reader begins again at the end, for ever.</param>
    /// <param name="dataFile">The archive 102flowers.tgz; null for the cache or a download.</param>
    /// <param name="labelFile">The kinds, imagelabels.mat; null for the cache or a download.</param>
    /// <param name="setidFile">The parts, setid.mat; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.flowers.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(Func<Sample, Sample>? mapper = null, int bufferedSize = 1024, bool useXmap = true, bool cycle = false,
        string? dataFile = null, string? labelFile = null, string? setidFile = null)
        => Of("train", mapper, bufferedSize, useXmap, cycle, dataFile, labelFile, setidFile);

    /// <summary>The photographs to test with.</summary>
    /// <param name="mapper">Makes a sample of a file's bytes and the kind; <see cref="Image.SimpleTransform"/> where null.</param>
    /// <param name="bufferedSize">How many samples may be ready at a time; at least 1.</param>
    /// <param name="useXmap">Whether several threads make them.</param>
    /// <param name="cycle">Whether the reader begins again at the end, for ever.</param>
    /// <param name="dataFile">The archive 102flowers.tgz; null for the cache or a download.</param>
    /// <param name="labelFile">The kinds, imagelabels.mat; null for the cache or a download.</param>
    /// <param name="setidFile">The parts, setid.mat; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.flowers.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(Func<Sample, Sample>? mapper = null, int bufferedSize = 1024, bool useXmap = true, bool cycle = false,
        string? dataFile = null, string? labelFile = null, string? setidFile = null)
        => Of("test", mapper, bufferedSize, useXmap, cycle, dataFile, labelFile, setidFile);

    /// <summary>The photographs to validate with.</summary>
    /// <param name="mapper">Makes a sample of a file's bytes and the kind; <see cref="Image.SimpleTransform"/> where null.</param>
    /// <param name="bufferedSize">How many samples may be ready at a time; at least 1.</param>
    /// <param name="useXmap">Whether several threads make them.</param>
    /// <param name="dataFile">The archive 102flowers.tgz; null for the cache or a download.</param>
    /// <param name="labelFile">The kinds, imagelabels.mat; null for the cache or a download.</param>
    /// <param name="setidFile">The parts, setid.mat; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.flowers.valid.</remarks>
    public static Func<IEnumerable<Sample>> Valid(Func<Sample, Sample>? mapper = null, int bufferedSize = 1024, bool useXmap = true, string? dataFile = null,
        string? labelFile = null, string? setidFile = null)
        => Of("valid", mapper, bufferedSize, useXmap, false, dataFile, labelFile, setidFile);

    private static Func<IEnumerable<Sample>> Of(string mode, Func<Sample, Sample>? mapper, int bufferedSize, bool useXmap, bool cycle, string? dataFile,
        string? labelFile, string? setidFile)
    {
        (TarFiles archive, (int Image, long Label)[] samples) = Files.Read(dataFile, labelFile, setidFile, mode, download: true);
        Func<Sample, Sample> change = mapper ?? (sample => Changed(sample, isTrain: mode == "train"));
        return useXmap ? Reader.XmapReaders(change, Encoded, Math.Min(4, Environment.ProcessorCount), bufferedSize)
            : Reader.MapReaders(change, Encoded);

        IEnumerable<Sample> Encoded()
        {
            do
            {
                foreach ((int image, long label) in samples)
                    yield return new Sample(archive[Files.NameOf(image)], label - 1);
            }
            while (cycle && samples.Length > 0);
        }
    }

    private static Sample Changed(Sample sample, bool isTrain)
        => new(Image.SimpleTransform(Image.LoadImageBytes((byte[])sample[0]!), 256, 224, isTrain, mean: Mean).ToArray<float>(), sample[1]);
}
