namespace Trireme.Operators;

/// <summary>The windows of a pooling: the attributes that pool2d, max_pool2d_with_index and their kind share, resolved for an input.</summary>
internal readonly record struct PoolGeometry(SpatialAxes Axes, bool Adaptive, bool CeilMode, Ints Size)
{
    public static PoolGeometry Of(Shape input, PoolWindows w)
    {
        ReadOnlySpan<int> spatial = input.AsSpan()[2..];
        if (w.GlobalPooling)
        {
            Ints all = Ints.Create(spatial), none = new(new int[spatial.Length]);
            return new PoolGeometry(new SpatialAxes(all, w.Strides, none, none, Ones(spatial.Length)), false, false, default);
        }
        if (w.Adaptive)
            return new PoolGeometry(new SpatialAxes(w.Ksize, w.Strides, default, default, default), true, false, w.Ksize);
        return new PoolGeometry(SpatialAxes.Of(spatial, w.Ksize.AsSpan(), w.Strides, w.Paddings, w.PaddingAlgorithm, Ones(spatial.Length)), false, w.CeilMode, default);
    }

    /// <summary>The output's size along an axis; with ceil mode a last, partial window counts.</summary>
    public int Output(int axis, int input)
    {
        if (Adaptive)
            return Size[axis];
        long room = (long)input + Axes.Before[axis] + Axes.After[axis] - Axes.Kernel[axis];
        int stride = Axes.Strides[axis];
        return room < 0 ? 0 : SpatialAxes.Clamp((CeilMode ? (room + stride - 1) / stride : room / stride) + 1);
    }

    public static Shape Infer(InferContext c, PoolWindows w)
    {
        TensorMeta x = c["X"];
        int n = w.Ksize.Count;
        c.Require(x.Shape.Rank == n + 2, $"X {x.Shape} must have {n + 2} dimensions: batch, channels and {n} spatial axes.");
        c.Require(!w.DataFormat.EndsWith('C'), $"data_format {w.DataFormat} is not channels first.", "Transpose the input, or call the function, which does.");
        if (!w.GlobalPooling && !w.Adaptive)
            SpatialAxes.Check(c, n, w.Strides, w.Paddings, w.PaddingAlgorithm, Ones(n));
        var dims = new int[n + 2];
        (dims[0], dims[1]) = (x.Shape[0], x.Shape[1]);
        PoolGeometry geometry = Of(x.Shape, w);
        for (int i = 0; i < n; i++)
        {
            c.Require(w.GlobalPooling || w.Ksize[i] > 0, $"ksize {w.Ksize} must be positive.");
            int size = x.Shape[i + 2];
            dims[i + 2] = size >= 0 ? geometry.Output(i, size) : w.Adaptive ? w.Ksize[i] : w.GlobalPooling ? 1 : -1;
            c.Require(size < 0 || dims[i + 2] > 0, $"a window of {geometry.Axes.Kernel[i]} does not fit spatial axis {i}, which has {size} elements.",
                "Pad more or use a smaller kernel.");
        }
        return dims;
    }

    private static Ints Ones(int n)
    {
        var ones = new int[n];
        Array.Fill(ones, 1);
        return new Ints(ones);
    }
}

/// <summary>The attributes of a pooling operator that say where its windows are.</summary>
internal readonly record struct PoolWindows(Ints Ksize, Ints Strides, Ints Paddings, bool CeilMode, bool GlobalPooling, bool Adaptive, string PaddingAlgorithm,
    string DataFormat);
