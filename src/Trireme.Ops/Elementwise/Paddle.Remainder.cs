using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The remainder of x / y with the sign of y, broadcast; element types are promoted.</summary>
    /// <param name="x">The dividend.</param>
    /// <param name="y">The divisor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.remainder.</remarks>
    public static Tensor Remainder(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return ElementwiseModOp.Default.Apply(x, y);
    }

    /// <summary>The remainder of x / y with the sign of y; the same as <see cref="Remainder"/>.</summary>
    /// <param name="x">The dividend.</param>
    /// <param name="y">The divisor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.mod.</remarks>
    public static Tensor Mod(this Tensor x, Tensor y, string? name = null) => Remainder(x, y);

    /// <summary>The remainder of x / y with the sign of y; the same as <see cref="Remainder"/>.</summary>
    /// <param name="x">The dividend.</param>
    /// <param name="y">The divisor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.floor_mod.</remarks>
    public static Tensor FloorMod(this Tensor x, Tensor y, string? name = null) => Remainder(x, y);

    /// <summary>⌊x / y⌋, broadcast; element types are promoted.</summary>
    /// <param name="x">The dividend.</param>
    /// <param name="y">The divisor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.floor_divide.</remarks>
    public static Tensor FloorDivide(this Tensor x, Tensor y, string? name = null)
    {
        (x, y) = Promotion.Pair(x, y);
        return ElementwiseFloordivOp.Default.Apply(x, y);
    }
}
