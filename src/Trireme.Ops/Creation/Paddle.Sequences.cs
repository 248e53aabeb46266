using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>start, start + step, … up to but not including end.</summary>
    /// <param name="start">The first element; the end where <paramref name="end"/> is null, and then the first is 0.</param>
    /// <param name="end">Where to stop.</param>
    /// <param name="step">The distance between elements; not 0.</param>
    /// <param name="dtype">The element type; int64 where null and all numbers are integers (uint64 where one is a <c>ulong</c>), else the default floating point type.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="step"/> is 0.</exception>
    /// <remarks>Mirrors paddle.arange.</remarks>
    public static Tensor Arange(Scalar start = default, Scalar? end = null, Scalar? step = null, DType? dtype = null, string? name = null)
    {
        Scalar last = end ?? start, by = step ?? 1;
        Scalar first = end is null ? 0 : start;
        if (by.ToDouble() == 0)
            throw new InvalidArgumentException("Arange: the step is 0.", "It must be positive or negative.");
        bool real = first.IsFloating || last.IsFloating || by.IsFloating;
        if (!real)
            return IntegerRange(first, last, by, dtype);
        double count = Math.Max(0, Math.Ceiling((last.ToDouble() - first.ToDouble()) / by.ToDouble()));
        return new SequenceOp(checked((int)count), first.ToDouble(), by.ToDouble(), dtype ?? DefaultDType.Current).ApplyAll()[0];
    }

    private static Tensor IntegerRange(Scalar first, Scalar last, Scalar by, DType? dtype)
    {
        Int128 span = Exact(last) - Exact(first), step = Exact(by);
        Int128 count = span == 0 || Int128.IsNegative(span) != Int128.IsNegative(step) ? 0 : ((span - Int128.Sign(step)) / step) + 1;
        bool unsigned = first.Kind == DTypeKind.UInt64 || last.Kind == DTypeKind.UInt64;
        DType type = dtype ?? (unsigned ? DType.UInt64 : DType.Int64);
        // The attributes are doubles: a start that they cannot hold is added to the positions as an integer.
        bool exact = type.IsFloating || (Int128)first.ToDouble() == Exact(first);
        Tensor steps = new SequenceOp(checked((int)count), exact ? first.ToDouble() : 0, by.ToDouble(), type).ApplyAll()[0];
        return exact ? steps : Affine(steps, 1, first);
    }

    private static Int128 Exact(Scalar integer) => integer.Kind == DTypeKind.UInt64 ? integer.ToUInt64() : integer.ToInt64();

    /// <summary>Evenly spaced numbers from start to stop, both included.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="stop">The last element.</param>
    /// <param name="num">How many; at least 1.</param>
    /// <param name="dtype">The element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="num"/> is below 1.</exception>
    /// <remarks>Mirrors paddle.linspace.</remarks>
    public static Tensor Linspace(Scalar start, Scalar stop, int num, DType? dtype = null, string? name = null)
    {
        if (num < 1)
            throw new InvalidArgumentException($"Linspace: {num} elements cannot be made.", "num must be at least 1.");
        double first = start.ToDouble(), last = stop.ToDouble();
        return new SequenceOp(num, first, num > 1 ? (last - first) / (num - 1) : 0, dtype ?? DefaultDType.Current, last).ApplyAll()[0];
    }

    /// <summary>Numbers whose logarithms are evenly spaced: base to the powers from start to stop, both included.</summary>
    /// <param name="start">The first exponent.</param>
    /// <param name="stop">The last exponent.</param>
    /// <param name="num">How many; at least 1.</param>
    /// <param name="base">The base.</param>
    /// <param name="dtype">The element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="num"/> is below 1.</exception>
    /// <remarks>Mirrors paddle.logspace.</remarks>
    public static Tensor Logspace(Scalar start, Scalar stop, int num, double @base = 10, DType? dtype = null, string? name = null)
    {
        Tensor exponents = Linspace(start, stop, num, DType.Float64);
        return FullLike(exponents, @base).Pow(exponents).Cast(dtype ?? DefaultDType.Current);
    }

    /// <summary>Ones on the diagonal, zeros elsewhere.</summary>
    /// <param name="numRows">The number of rows.</param>
    /// <param name="numColumns">The number of columns; as many as rows where null.</param>
    /// <param name="dtype">The element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A number is negative.</exception>
    /// <remarks>Mirrors paddle.eye.</remarks>
    public static Tensor Eye(int numRows, int? numColumns = null, DType? dtype = null, string? name = null)
        => new EyeOp(numRows, numColumns ?? numRows, dtype ?? DefaultDType.Current).ApplyAll()[0];

    /// <summary>Rows and columns of the elements on and below a diagonal, as [2, n].</summary>
    /// <param name="row">The number of rows.</param>
    /// <param name="col">The number of columns.</param>
    /// <param name="offset">Which diagonal: 0 is the main one, positive ones lie above it.</param>
    /// <param name="dtype">int64 where null, or int32.</param>
    /// <remarks>Mirrors paddle.tril_indices.</remarks>
    public static Tensor TrilIndices(int row, int col, int offset = 0, DType? dtype = null)
        => new TriangleIndicesOp(row, col, offset, false, dtype ?? DType.Int64).ApplyAll()[0];

    /// <summary>Rows and columns of the elements on and above a diagonal, as [2, n].</summary>
    /// <param name="row">The number of rows.</param>
    /// <param name="col">The number of columns; as many as rows where null.</param>
    /// <param name="offset">Which diagonal: 0 is the main one, positive ones lie above it.</param>
    /// <param name="dtype">int64 where null, or int32.</param>
    /// <remarks>Mirrors paddle.triu_indices.</remarks>
    public static Tensor TriuIndices(int row, int? col = null, int offset = 0, DType? dtype = null)
        => new TriangleIndicesOp(row, col ?? row, offset, true, dtype ?? DType.Int64).ApplyAll()[0];

    /// <summary>The number of elements, as an int64 without dimensions.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.numel.</remarks>
    public static Tensor Numel(this Tensor x, string? name = null) => ToTensor(x.Size);

    /// <summary>The number of dimensions, as an int32 without dimensions.</summary>
    /// <param name="input">The tensor.</param>
    /// <remarks>Mirrors paddle.rank.</remarks>
    public static Tensor Rank(this Tensor input) => ToTensor(input.Ndim, DType.Int32);
}
