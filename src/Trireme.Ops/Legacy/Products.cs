namespace Trireme.Operators;

/// <summary>Out = X · Y as matrices: the dimensions of each before a number of them are its rows, those behind its columns.</summary>
/// <param name="XNumColDims">How many dimensions of X are rows.</param>
/// <param name="YNumColDims">How many dimensions of Y are rows.</param>
/// <remarks>The product behind fluid.layers.fc. Out has X's rows and Y's columns as dimensions.</remarks>
[Op("mul", "X, Y -> Out")]
public sealed record MulOp(int XNumColDims = 1, int YNumColDims = 1) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, y = c["Y"].Shape;
        c.Require(XNumColDims > 0 && XNumColDims < x.Rank, $"x_num_col_dims {XNumColDims} does not part X's {x.Rank} dimensions.");
        c.Require(YNumColDims > 0 && YNumColDims < y.Rank, $"y_num_col_dims {YNumColDims} does not part Y's {y.Rank} dimensions.");
        c.Require(c["X"].DType == c["Y"].DType, "the element types differ.", "Cast one of them.");
        Shape columns = x[XNumColDims..], rows = y[..YNumColDims];
        c.Require(!columns.IsKnown || !rows.IsKnown || columns.Numel == rows.Numel, $"X has {columns.Numel} columns, Y {rows.Numel} rows.");
        c["Out"] = c["X"] with { Shape = (int[])[.. x[..XNumColDims].AsSpan(), .. y[YNumColDims..].AsSpan()] };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"], y = c["Y"];
        if (x.Ndim - XNumColDims > 1)
            x = x.Flatten(XNumColDims);
        int[] columns = y.Shape[YNumColDims..].ToArray();
        if (YNumColDims > 1)
            y = y.Flatten(0, YNumColDims - 1);
        if (columns.Length > 1)
            y = y.Flatten(1);
        Tensor product = x.Matmul(y);
        // 0 takes a dimension as it is: X's rows may not be known yet.
        c["Out"] = columns.Length == 1 ? product : product.Reshape((int[])[.. new int[XNumColDims], .. columns]);
    }
}

/// <summary>Out = Alpha · X · Y over the last two dimensions; the dimensions before them broadcast.</summary>
/// <param name="TransposeX">Whether X's last two dimensions are exchanged first.</param>
/// <param name="TransposeY">Whether Y's last two dimensions are exchanged first.</param>
/// <param name="Alpha">The factor.</param>
/// <remarks>The product of Paddle 2.1 and before; that of two vectors is [1].</remarks>
[Op("matmul", "X, Y -> Out")]
public sealed record MatmulOp([Attr("transpose_X")] bool TransposeX = false, [Attr("transpose_Y")] bool TransposeY = false, float Alpha = 1f) : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"], y = c["Y"], product = x.Matmul(y, TransposeX && x.Ndim > 1, TransposeY && y.Ndim > 1);
        if (product.Ndim == 0)
            product = product.Reshape(1);
        c["Out"] = Alpha == 1f ? product : product.Scale(Alpha);
    }
}

/// <summary>Out = cosine of the angle between the rows of X and Y, [N, 1]; Y may have one row for all.</summary>
[Op("cos_sim", "X, Y -> Out, XNorm, YNorm")]
public sealed record CosSimOp : CompositeOp
{
    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"].Flatten(1), y = c["Y"].Flatten(1);
        Tensor xNorm = x.Square().Sum(1, keepdim: true).Sqrt(), yNorm = y.Square().Sum(1, keepdim: true).Sqrt();
        (c["XNorm"], c["YNorm"]) = (xNorm, yNorm);
        c["Out"] = (x * y).Sum(1, keepdim: true) / (xNorm * yNorm);
    }
}
