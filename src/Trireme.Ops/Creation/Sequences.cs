namespace Trireme.Operators;

/// <summary>Out[i] = Start + i · Step; where End is given, the last element is exactly that.</summary>
/// <param name="Count">The number of elements.</param>
/// <param name="Start">The first element.</param>
/// <param name="Step">The distance between elements.</param>
/// <param name="Dtype">The element type.</param>
/// <param name="End">The last element, or NaN.</param>
[Op("sequence", "-> Out", NoGradient = "Its result is constant.")]
public sealed record SequenceOp(int Count, double Start, double Step, DType Dtype, double End = double.NaN) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Count >= 0, $"{Count} elements cannot be made.");
        c["Out"] = new TensorMeta(Count, Dtype);
    }
}

/// <summary>Out = ones on the diagonal, zeros elsewhere.</summary>
/// <param name="NumRows">The number of rows.</param>
/// <param name="NumColumns">The number of columns; -1 for as many as rows.</param>
/// <param name="Dtype">The element type.</param>
[Op("eye", "-> Out", NoGradient = "Its result is constant.")]
public sealed record EyeOp(long NumRows, long NumColumns, DType Dtype) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        long columns = NumColumns < 0 ? NumRows : NumColumns;
        c.Require(NumRows is >= 0 and <= int.MaxValue && columns <= int.MaxValue, $"{NumRows} rows and {columns} columns cannot be made.");
        c["Out"] = new TensorMeta(new Shape([(int)NumRows, (int)columns]), Dtype);
    }
}

/// <summary>Out = the rows and columns of the elements on and below (or above) a diagonal, in row-major order.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Cols">The number of columns.</param>
/// <param name="Offset">Which diagonal: 0 is the main one, positive ones lie above it.</param>
/// <param name="Upper">Whether the elements above are meant.</param>
/// <param name="Dtype">int32 or int64.</param>
[Op("triangle_indices", "-> Out", NoGradient = "Its result is constant.")]
public sealed record TriangleIndicesOp(int Rows, int Cols, int Offset, bool Upper, DType Dtype) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Rows >= 0 && Cols >= 0, $"{Rows} rows and {Cols} columns have no elements.");
        c.Require(Dtype.Kind is DTypeKind.Int32 or DTypeKind.Int64, $"positions cannot be {Dtype}.", "Use int32 or int64.");
        int count = 0;
        for (int r = 0; r < Rows; r++)
            count += Range(r).End - Range(r).Start;
        c["Out"] = new TensorMeta(new Shape([2, count]), Dtype);
    }

    /// <summary>The columns of one row.</summary>
    internal (int Start, int End) Range(int row)
        => Upper ? (Math.Clamp(row + Offset, 0, Cols), Cols) : (0, Math.Clamp(row + Offset + 1, 0, Cols));
}
