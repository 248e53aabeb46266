using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>x to the power y, element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.pow.</remarks>
    public static Tensor Pow(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return ElementwisePowOp.Default.Apply(x, y);
    }

    /// <summary>x to the power of a number.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">x holds unsigned integers and the exponent is a negative integer.</exception>
    /// <remarks>Mirrors paddle.pow.</remarks>
    public static Tensor Pow(this Tensor x, Scalar y, string? name = null)
    {
        if (x.DType.IsUnsigned && !y.IsFloating && y.ToDouble() < 0)
            throw new InvalidArgumentException($"Pow: {x.DType} has no negative powers.", $"x {x.Shape} {x.DType}, y {y}.", "Cast x to a floating point type first.");
        return new PowOp(y.ToDouble()).Apply(Promotion.Beside(x, y));
    }

    /// <summary><see cref="Pow(Tensor, Scalar, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The exponent.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.pow_.</remarks>
    public static Tensor Pow_(this Tensor x, Scalar y, string? name = null) => InPlace.Run(x, t => t.Pow(y));

    /// <summary>x + weight · (y − x), broadcast.</summary>
    /// <param name="x">The result where the weight is 0.</param>
    /// <param name="y">The result where the weight is 1.</param>
    /// <param name="weight">The weight; any number.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.lerp.</remarks>
    public static Tensor Lerp(this Tensor x, Tensor y, Tensor weight, string? name = null)
    {
        DType dtype = Promotion.Of(Promotion.Of(x.DType, y.DType), weight.DType);
        return LerpOp.Default.Apply(x.Cast(dtype), y.Cast(dtype), weight.Cast(dtype));
    }

    /// <summary>x + weight · (y − x), broadcast.</summary>
    /// <param name="x">The result where the weight is 0.</param>
    /// <param name="y">The result where the weight is 1.</param>
    /// <param name="weight">The weight; any number.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.lerp.</remarks>
    public static Tensor Lerp(this Tensor x, Tensor y, Scalar weight, string? name = null) => Lerp(x, y, Promotion.Constant(weight, x));

    /// <summary><see cref="Lerp(Tensor, Tensor, Tensor, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The result where the weight is 1.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.Tensor.lerp_.</remarks>
    public static Tensor Lerp_(this Tensor x, Tensor y, Tensor weight, string? name = null)
        => InPlace.Run(x, t => t.Lerp(y, weight), y.StopGradient ? weight : y);

    /// <summary><see cref="Lerp(Tensor, Tensor, Scalar, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="y">The result where the weight is 1.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.Tensor.lerp_.</remarks>
    public static Tensor Lerp_(this Tensor x, Tensor y, Scalar weight, string? name = null) => InPlace.Run(x, t => t.Lerp(y, weight), y);

    /// <summary>x · 2 to the power y, broadcast, as floating point numbers.</summary>
    /// <param name="x">The factor.</param>
    /// <param name="y">The exponent.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.ldexp.</remarks>
    public static Tensor Ldexp(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return LdexpOp.Default.Apply(Promotion.ToFloating(x), Promotion.ToFloating(y));
    }

    /// <summary>log(exp x + exp y) without overflow, broadcast.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.logaddexp.</remarks>
    public static Tensor Logaddexp(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return LogAddExpOp.Default.Apply(Promotion.ToFloating(x), Promotion.ToFloating(y));
    }

    /// <summary>The sum of tensors of one shape.</summary>
    /// <param name="inputs">The tensors.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The list is empty, or shapes or element types differ.</exception>
    /// <remarks>Mirrors paddle.add_n.</remarks>
    public static Tensor AddN(IReadOnlyList<Tensor> inputs, string? name = null) => AddNOp.Default.ApplyAll(TensorList.Of(inputs))[0];

    /// <summary>Row i of the result is row i of the tensor that <paramref name="index"/>[i] names.</summary>
    /// <param name="inputs">Tensors of one shape [N, …].</param>
    /// <param name="index">[N, 1] integers.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OutOfRangeException">An index names no tensor.</exception>
    /// <remarks>Mirrors paddle.multiplex.</remarks>
    public static Tensor Multiplex(IReadOnlyList<Tensor> inputs, Tensor index, string? name = null)
        => new MultiplexOp().ApplyAll(index, TensorList.Of(inputs))[0];
}
