using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>A tensor filled with one value.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="fillValue">Its value.</param>
    /// <param name="dtype">Its element type; the default floating point type where null, or bool, int64 or uint64 where the value is one.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.full.</remarks>
    public static Tensor Full(Shape shape, Scalar fillValue, DType? dtype = null, string? name = null)
        => FillConstantOp.Of(shape, fillValue, dtype ?? (fillValue.IsFloating ? DefaultDType.Current : new DType(fillValue.Kind)));

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="dtype">Its element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.zeros.</remarks>
    public static Tensor Zeros(Shape shape, DType? dtype = null, string? name = null) => FillConstantOp.Of(shape, 0, dtype ?? DefaultDType.Current);

    /// <summary>A tensor of ones.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="dtype">Its element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.ones.</remarks>
    public static Tensor Ones(Shape shape, DType? dtype = null, string? name = null) => FillConstantOp.Of(shape, 1, dtype ?? DefaultDType.Current);

    /// <summary>A tensor with unspecified values: zeros here.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="dtype">Its element type; the default floating point type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.empty.</remarks>
    public static Tensor Empty(Shape shape, DType? dtype = null, string? name = null) => Zeros(shape, dtype);

    /// <summary>A tensor like <paramref name="x"/>, filled with one value.</summary>
    /// <param name="x">Gives the shape.</param>
    /// <param name="fillValue">The value.</param>
    /// <param name="dtype">The element type; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.full_like.</remarks>
    public static Tensor FullLike(this Tensor x, Scalar fillValue, DType? dtype = null, string? name = null)
        => x.Shape.IsKnown ? FillConstantOp.Of(x.Shape, fillValue, dtype ?? x.DType) : new FillAnyLikeOp((float)fillValue.ToDouble(), dtype ?? x.DType).Apply(x);

    /// <summary>Zeros like <paramref name="x"/>.</summary>
    /// <param name="x">Gives the shape.</param>
    /// <param name="dtype">The element type; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.zeros_like.</remarks>
    public static Tensor ZerosLike(this Tensor x, DType? dtype = null, string? name = null) => FullLike(x, 0, dtype);

    /// <summary>Ones like <paramref name="x"/>.</summary>
    /// <param name="x">Gives the shape.</param>
    /// <param name="dtype">The element type; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.ones_like.</remarks>
    public static Tensor OnesLike(this Tensor x, DType? dtype = null, string? name = null) => FullLike(x, 1, dtype);

    /// <summary>A tensor like <paramref name="x"/> with unspecified values: zeros here.</summary>
    /// <param name="x">Gives the shape.</param>
    /// <param name="dtype">The element type; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.empty_like.</remarks>
    public static Tensor EmptyLike(this Tensor x, DType? dtype = null, string? name = null) => ZerosLike(x, dtype);
}
