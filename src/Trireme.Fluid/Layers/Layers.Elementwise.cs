using Trireme.Operators;

namespace Trireme.Fluid;

/// <content>Operators on two tensors: y's dimensions stand in x's from an axis on, at the end where it is -1; <c>act</c> is applied to the result.</content>
public static partial class Layers
{
    /// <summary>x + y, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_add.</remarks>
    public static Tensor ElementwiseAdd(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null) => Activate(new ElementwiseAddOp(axis)
        .Apply(x, y), act);

    /// <summary>x − y, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_sub.</remarks>
    public static Tensor ElementwiseSub(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null) => Activate(new ElementwiseSubOp(axis)
        .Apply(x, y), act);

    /// <summary>x · y, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_mul.</remarks>
    public static Tensor ElementwiseMul(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null) => Activate(new ElementwiseMulOp(axis)
        .Apply(x, y), act);

    /// <summary>x / y, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_div.</remarks>
    public static Tensor ElementwiseDiv(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null) => Activate(new ElementwiseDivOp(axis)
        .Apply(x, y), act);

    /// <summary>The greater of x and y, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_max.</remarks>
    public static Tensor ElementwiseMax(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null) => Activate(new MaximumOp(axis).Apply(x,
        y), act);

    /// <summary>The lesser of x and y, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_min.</remarks>
    public static Tensor ElementwiseMin(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null) => Activate(new MinimumOp(axis).Apply(x,
        y), act);

    /// <summary>x to the power y, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_pow.</remarks>
    public static Tensor ElementwisePow(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null) => Activate(new ElementwisePowOp(axis)
        .Apply(x, y), act);

    /// <summary>x modulo y, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_mod.</remarks>
    public static Tensor ElementwiseMod(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null) => Activate(new ElementwiseModOp(axis)
        .Apply(x, y), act);

    /// <summary>x / y rounded down, element by element.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="axis">Where y's dimensions begin in x's; -1 aligns them at the end.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elementwise_floordiv.</remarks>
    public static Tensor ElementwiseFloordiv(Tensor x, Tensor y, int axis = -1, string? act = null, string? name = null)
        => Activate(new ElementwiseFloordivOp(axis).Apply(x, y), act);
}
