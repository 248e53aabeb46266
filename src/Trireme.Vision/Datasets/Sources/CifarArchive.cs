using System.Formats.Tar;
using System.IO.Compression;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;

namespace Trireme.Vision.Datasets;

/// <summary>The images and labels of CIFAR's tar archives of Python pickles.</summary>
internal sealed class CifarArchive
{
    public const int Side = 32, Channels = 3, ImageSize = Side * Side * Channels;

    // The largest batch, all of CIFAR-100's training images, has 154 MB of pixels.
    private const long LargestEntry = 1L << 30;

    private readonly List<byte[]> _batches = [];
    private readonly List<long> _labels = [];
    private readonly List<(int Batch, int Row)> _places = [];

    public int Count => _labels.Count;

    public long Label(int index) => _labels[index];

    /// <summary>The pixels of an image with the channels innermost; the archive keeps planes.</summary>
    public byte[] Pixels(int index)
    {
        (int batch, int row) = _places[index];
        ReadOnlySpan<byte> planes = _batches[batch].AsSpan(row * ImageSize, ImageSize);
        var pixels = new byte[ImageSize];
        for (int i = 0, to = 0; i < Side * Side; i++, to += Channels)
            (pixels[to], pixels[to + 1], pixels[to + 2]) = (planes[i], planes[(Side * Side) + i], planes[(2 * Side * Side) + i]);
        return pixels;
    }

    /// <summary>Reads the batches whose name holds <paramref name="part"/>, in order of their names.</summary>
    public static CifarArchive Read(string path, string part, string labelKey, int classes)
    {
        var entries = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        try
        {
            using FileStream file = File.OpenRead(path);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is null || !Path.GetFileName(entry.Name).Contains(part, StringComparison.Ordinal))
                    continue;
                if (entry.Length > LargestEntry)
                    throw new InvalidFileException(path, 0, $"{entry.Name} has {entry.Length} bytes, more than any batch of CIFAR");
                entries[entry.Name] = PickleFile.Read(entry.DataStream, $"{path}/{entry.Name}");
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidFileException(path, 0, $"it is no whole gzip-compressed tar archive ({e.Message.TrimEnd('.')})", innerException: e);
        }
        if (entries.Count == 0)
            throw new InvalidFileException(path, 0, $"no file in it has '{part}' in its name", "Give the archive as published, cifar-10-python.tar.gz or cifar-100-python.tar.gz.");
        var archive = new CifarArchive();
        foreach ((string name, object? batch) in entries)
            archive.Add($"{path}/{name}", batch, labelKey, classes);
        return archive;
    }

    private void Add(string name, object? batch, string labelKey, int classes)
    {
        if (Entry(batch, "data") is not NumpyArray { Descr: "|u1", Shape: [var rows, ImageSize] } data)
            throw new InvalidFileException(name, 0, $"there is no array 'data' of N x {ImageSize} bytes in it");
        if (Entry(batch, labelKey) is not IReadOnlyList<object?> labels || labels.Count != rows)
            throw new InvalidFileException(name, 0, $"there is no list '{labelKey}' of {rows} labels in it");
        for (int i = 0; i < rows; i++)
        {
            if (labels[i] is not long label || label < 0 || label >= classes)
                throw new InvalidFileException(name, 0, $"'{labelKey}' {i} is {labels[i]}; labels are 0 to {classes - 1}");
            _labels.Add(label);
            _places.Add((_batches.Count, i));
        }
        _batches.Add(data.ToArray<byte>());
    }

    // Python 2 wrote the keys as byte strings, which come as text or as bytes.
    private static object? Entry(object? batch, string key)
    {
        if (batch is not PickleDict dict)
            return null;
        return dict.TryGetValue(key, out object? value) || dict.TryGetValue(System.Text.Encoding.ASCII.GetBytes(key), out value) ? value : null;
    }
}
