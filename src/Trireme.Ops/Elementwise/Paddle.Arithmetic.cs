using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>x + y, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.add.</remarks>
    public static Tensor Add(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return ElementwiseAddOp.Default.Apply(x, y);
    }

    /// <summary>x − y, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.subtract.</remarks>
    public static Tensor Subtract(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return ElementwiseSubOp.Default.Apply(x, y);
    }

    /// <summary>x · y element by element, broadcast; element types are promoted.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.multiply.</remarks>
    public static Tensor Multiply(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return ElementwiseMulOp.Default.Apply(x, y);
    }

    /// <summary>x / y element by element, broadcast; element types are promoted. Two integer tensors are divided towards 0.</summary>
    /// <param name="x">The dividend.</param>
    /// <param name="y">The divisor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Mirrors paddle.divide. The operator <c>/</c> divides integers as floating point numbers, as in Python.</remarks>
    public static Tensor Divide(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return ElementwiseDivOp.Default.Apply(x, y);
    }

    /// <summary>scale · x + bias, or scale · (x + bias).</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="bias">The summand.</param>
    /// <param name="biasAfterScale">Whether the bias is added after the multiplication.</param>
    /// <param name="act">The name of an activation function applied to the result, such as <c>relu</c>; none where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.scale.</remarks>
    public static Tensor Scale(this Tensor x, double scale = 1, double bias = 0, bool biasAfterScale = true, string? act = null, string? name = null)
    {
        Tensor y = Affine(x, scale, biasAfterScale ? bias : bias * scale);
        return act is null ? y : ActivationByName.Apply(act, y);
    }

    // The attributes of scale are floating point numbers: integers go through tensors that hold the numbers exactly.
    internal static Tensor Affine(Tensor x, Scalar scale, Scalar bias)
    {
        if (x.DType.IsFloating)
            return new ScaleOp(scale.ToDouble(), bias.ToDouble()).Apply(x, null);
        Tensor y = scale.ToDouble() == 1 ? x : ElementwiseMulOp.Default.Apply(x, Promotion.Constant(scale, x));
        return bias.ToDouble() == 0 && scale.ToDouble() != 1 ? y : ElementwiseAddOp.Default.Apply(y, Promotion.Constant(bias, y));
    }
}
