using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>x, with one slice along an axis replaced.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="values">The slice: x's shape without the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="index">Which slice; negative counts from the end.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="OutOfRangeException"><paramref name="index"/> is outside the axis.</exception>
    /// <exception cref="InvalidArgumentException">The axis is outside x, or the slice has another shape.</exception>
    /// <remarks>Mirrors paddle.select_scatter.</remarks>
    public static Tensor SelectScatter(this Tensor x, Tensor values, int axis, int index, string? name = null)
    {
        axis = Axes.Of(RequireRank(x, 1, "SelectScatter"), axis, "SelectScatter");
        int length = x.Shape[axis];
        if (index < -length || index >= length)
            throw new OutOfRangeException($"SelectScatter: index {index} lies outside axis {axis}, which has {length} elements.", $"x {x.Shape} {x.DType}");
        if (index < 0)
            index += length;
        Shape place = x.Shape.ToArray().Where((_, i) => i != axis).ToArray();
        if (values.Shape != place)
            throw new InvalidArgumentException($"SelectScatter: values has shape {values.Shape} instead of {place}.", $"x {x.Shape} {x.DType}");
        return new SetValueOp(axis, index, index + 1, 1, axis).Apply(x, values);
    }

    /// <summary>x, with a range along some axes replaced.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="value">The new values; broadcasts to the range.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="starts">Where each range begins.</param>
    /// <param name="ends">Where each range stops, exclusive.</param>
    /// <param name="strides">The step along each axis.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside x, or the values do not fit.</exception>
    /// <remarks>Mirrors paddle.slice_scatter.</remarks>
    public static Tensor SliceScatter(this Tensor x, Tensor value, Ints axes, Ints starts, Ints ends, Ints strides, string? name = null)
        => new SetValueOp(axes, starts, ends, strides).Apply(x, value);

    /// <summary>x, with a diagonal of the planes of two axes replaced.</summary>
    /// <param name="x">A tensor with at least two dimensions.</param>
    /// <param name="y">The diagonal, as <see cref="Diagonal"/> gives it.</param>
    /// <param name="offset">Which diagonal.</param>
    /// <param name="axis1">The rows' axis.</param>
    /// <param name="axis2">The columns' axis.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axes are outside x or the same, or the diagonal has another shape.</exception>
    /// <remarks>Mirrors paddle.diagonal_scatter.</remarks>
    public static Tensor DiagonalScatter(this Tensor x, Tensor y, int offset = 0, int axis1 = 0, int axis2 = 1, string? name = null)
    {
        Tensor old = x.Diagonal(offset, axis1, axis2);
        if (y.Shape != old.Shape)
            throw new InvalidArgumentException($"DiagonalScatter: y has shape {y.Shape} instead of {old.Shape}.", $"x {x.Shape} {x.DType}");
        StridedPart part = new DiagonalOp(offset, axis1, axis2).Part(x.Shape);
        Tensor mask = new StridedPlaceOp(x.Shape, part).Apply(Ones(old.Shape, DType.UInt8)).Cast(DType.Bool);
        return new WhereOp().Apply(mask, new StridedPlaceOp(x.Shape, part).Apply(y), x);
    }

    /// <summary>The elements at positions of the flattened tensor, in the shape of the index.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="index">int32 or int64.</param>
    /// <param name="mode">What becomes of positions outside: raise refuses them, wrap goes round, clip takes the nearest end.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="OutOfRangeException">A position is outside x and the mode is raise.</exception>
    /// <exception cref="InvalidArgumentException">The mode is not known, or the index is no integer tensor.</exception>
    /// <remarks>With raise, negative positions count from the end. Mirrors paddle.take.</remarks>
    public static Tensor Take(this Tensor x, Tensor index, string mode = "raise", string? name = null)
    {
        if (mode is not ("raise" or "wrap" or "clip") || index.DType.Kind is not (DTypeKind.Int32 or DTypeKind.Int64))
        {
            throw new InvalidArgumentException($"Take: mode '{mode}' must be raise, wrap or clip, and the index int32 or int64.",
                $"x {x.Shape} {x.DType}, index {index.Shape} {index.DType}");
        }
        int length = (int)x.Size;
        if (mode == "wrap")
            index = index % length;
        else if (mode == "clip")
            index = (index < 0).Where((Scalar)0, (index > length - 1).Where((Scalar)(length - 1), index));
        return Reshape2Op.ViewOf(new IndexSelectOp().Apply(x.Flatten(), index.Flatten()), index.Shape);
    }
}
