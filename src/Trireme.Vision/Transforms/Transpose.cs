using Trireme.Vision.Transforms.Rasters;

namespace Trireme.Vision.Transforms;

/// <summary>An image as a tensor with its dimensions in another order; the samples stay as they are.</summary>
/// <remarks>Mirrors paddle.vision.transforms.Transpose.</remarks>
public sealed class Transpose : BaseTransform
{
    private readonly Ints _order;

    /// <summary>An order.</summary>
    /// <param name="order">A permutation of 0, 1, 2: which dimension of [H, W, C] comes first, second, third; (2, 0, 1), that is [C, H, W], where null.</param>
    /// <param name="keys">What the elements of a sample are; see <see cref="BaseTransform"/>.</param>
    /// <exception cref="InvalidArgumentException">It is no permutation of 0, 1, 2.</exception>
    public Transpose(Ints? order = null, IReadOnlyList<string>? keys = null)
        : base(keys)
    {
        _order = order ?? (2, 0, 1);
        if (_order.Count != 3 || !_order.ToArray().Order().SequenceEqual([0, 1, 2]))
            throw new InvalidArgumentException($"Transpose: order {_order} is not possible.", "It must hold 0, 1 and 2.");
    }

    /// <inheritdoc/>
    protected override object? ApplyImage(object? image, object? parameters)
    {
        int[] from, step;
        Raster raster = Raster.Of(image, "Transpose");
        if (raster.Layout == PixelLayout.ChannelsFirst)
        {
            from = [raster.Planes, raster.Height, raster.Width];
            step = [raster.Height * raster.Width, raster.Width, 1];
        }
        else
        {
            from = [raster.Height, raster.Width, raster.Inner];
            step = [raster.Width * raster.Inner, raster.Inner, 1];
        }
        (int i, int j, int k) = (_order[0], _order[1], _order[2]);
        Tensor tensor = Tensor.Allocate([from[i], from[j], from[k]], raster.IsFloat ? DType.Float32 : DType.UInt8);
        Span<byte> to = tensor.RawBytes();
        int size = raster.SampleSize, at = 0;
        for (int a = 0; a < from[i]; a++)
        {
            for (int b = 0; b < from[j]; b++)
            {
                int start = (a * step[i]) + (b * step[j]);
                for (int c = 0; c < from[k]; c++, at += size)
                    raster.Data.AsSpan((start + (c * step[k])) * size, size).CopyTo(to[at..]);
            }
        }
        GC.KeepAlive(tensor);
        return tensor;
    }
}
