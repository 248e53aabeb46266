using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Vision;

/// <summary>Which image each region belongs to.</summary>
internal static class RoiImages
{
    public static int[] Of(Data<int> counts, int regions, string op)
    {
        var images = new int[regions];
        long total = 0;
        for (int n = 0; n < counts.Length; n++)
        {
            if (counts[n] < 0 || total + counts[n] > regions)
                throw new InvalidArgumentException($"{op}: the images' numbers of boxes do not add up.", $"Up to image {n} there are {total + counts[n]}; there are {regions} boxes.");
            for (int i = 0; i < counts[n]; i++)
                images[total + i] = n;
            total += counts[n];
        }
        if (total != regions)
            throw new InvalidArgumentException($"{op}: the images' numbers of boxes do not add up.", $"They add up to {total}; there are {regions} boxes.");
        return images;
    }
}

/// <summary>The elements that make one bin of a region, with their weights.</summary>
internal sealed unsafe class RoiSamples<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _left, _top, _binWidth, _binHeight;
    private readonly int _rows, _columns, _height, _width;

    public RoiSamples(T* box, int height, int width, int pooledHeight, int pooledWidth, float scale, int ratio, bool aligned)
    {
        double offset = aligned ? 0.5 : 0;
        _left = (double.CreateTruncating(box[0]) * scale) - offset;
        _top = (double.CreateTruncating(box[1]) * scale) - offset;
        double across = (double.CreateTruncating(box[2]) * scale) - offset - _left, down = (double.CreateTruncating(box[3]) * scale) - offset - _top;
        if (!aligned)
            (across, down) = (Math.Max(across, 1), Math.Max(down, 1));
        (_binWidth, _binHeight) = (across / pooledWidth, down / pooledHeight);
        _rows = ratio > 0 ? ratio : Math.Max(0, (int)Math.Ceiling(_binHeight));
        _columns = ratio > 0 ? ratio : Math.Max(0, (int)Math.Ceiling(_binWidth));
        (_height, _width) = (height, width);
        Offsets = new int[4 * _rows * _columns];
        Weights = new T[Offsets.Length];
    }

    public int Count { get; private set; }

    public int[] Offsets { get; }

    public T[] Weights { get; }

    public void Collect(int row, int column)
    {
        Count = 0;
        double share = 1.0 / Math.Max(1, _rows * _columns);
        for (int i = 0; i < _rows; i++)
        {
            double y = _top + (row * _binHeight) + ((i + 0.5) * _binHeight / _rows);
            for (int j = 0; j < _columns; j++)
                Add(y, _left + (column * _binWidth) + ((j + 0.5) * _binWidth / _columns), share);
        }
    }

    private void Add(double y, double x, double share)
    {
        if (!(y >= -1 && y <= _height && x >= -1 && x <= _width))
            return;
        (y, x) = (Math.Clamp(y, 0, _height - 1), Math.Clamp(x, 0, _width - 1));
        int top = (int)y, left = (int)x, bottom = Math.Min(top + 1, _height - 1), right = Math.Min(left + 1, _width - 1);
        double down = y - top, across = x - left;
        Put(top, left, (1 - down) * (1 - across) * share);
        Put(top, right, (1 - down) * across * share);
        Put(bottom, left, down * (1 - across) * share);
        Put(bottom, right, down * across * share);
    }

    private void Put(int row, int column, double weight)
    {
        Offsets[Count] = (row * _width) + column;
        Weights[Count++] = T.CreateTruncating(weight);
    }
}
