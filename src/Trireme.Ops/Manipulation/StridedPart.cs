namespace Trireme.Operators;

/// <summary>Elements of a tensor at regular distances: a slice, a transposition, a diagonal, sliding windows.</summary>
/// <param name="Shape">The dimensions of the part.</param>
/// <param name="Strides">For each dimension the distance between neighbours, in elements; may be negative or 0.</param>
/// <param name="Offset">Where the part's first element lies.</param>
internal readonly record struct StridedPart(Shape Shape, Ints Strides, int Offset)
{
    /// <summary>Whether the elements lie in a row, so that the part can be looked at without a copy.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = Shape.Rank - 1; i >= 0; i--)
            {
                if (Shape[i] == 0)
                    return true;
                if (Shape[i] != 1 && Strides[i] != expected)
                    return false;
                expected *= Shape[i];
            }
            return true;
        }
    }

    /// <summary>Whether one element can occur twice in the part.</summary>
    public bool MayOverlap
    {
        get
        {
            (int Stride, int Dim)[] axes = [.. Strides.ToArray().Zip(Shape.ToArray()).Where(a => a.Second > 1).Select(a => (Math.Abs(a.First), a.Second)).OrderBy(a => a.Item1)];
            long reach = 0;
            foreach ((int stride, int dim) in axes)
            {
                if (stride <= reach)
                    return true;
                reach += (long)stride * (dim - 1);
            }
            return false;
        }
    }

    /// <summary>All of a tensor of this shape.</summary>
    public static StridedPart Whole(Shape shape)
    {
        var strides = new int[shape.Rank];
        int stride = 1;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(1, shape[i]);
        }
        return new StridedPart(shape, new Ints(strides), 0);
    }
}
