using Trireme.Operators;
using Trireme.Static;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>Adds a number to x.</summary>
    /// <param name="x">A variable of one element.</param>
    /// <param name="value">The number.</param>
    /// <param name="inPlace">Whether x itself is overwritten, so that a loop reads the new value in its next round.</param>
    /// <returns>x, or a new variable.</returns>
    /// <exception cref="InvalidArgumentException">x is no variable.</exception>
    /// <remarks>Mirrors fluid.layers.increment.</remarks>
    public static Tensor Increment(Tensor x, double value = 1.0, bool inPlace = true)
    {
        Variable variable = RequireVariable(x, "Increment", "x");
        return inPlace ? variable.Increment(value) : new IncrementOp((float)value).Apply(variable);
    }

    /// <summary>Where x &lt; y, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="forceCpu">Kept for Paddle's signature.</param>
    /// <param name="cond">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.less_than.</remarks>
    public static Tensor LessThan(Tensor x, Tensor y, bool? forceCpu = null, Tensor? cond = null) => Into(x.LessThan(y), cond);

    /// <summary>Where x ≤ y, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="cond">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.less_equal.</remarks>
    public static Tensor LessEqual(Tensor x, Tensor y, Tensor? cond = null) => Into(x.LessEqual(y), cond);

    /// <summary>Where x &gt; y, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="cond">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.greater_than.</remarks>
    public static Tensor GreaterThan(Tensor x, Tensor y, Tensor? cond = null) => Into(x.GreaterThan(y), cond);

    /// <summary>Where x ≥ y, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="cond">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.greater_equal.</remarks>
    public static Tensor GreaterEqual(Tensor x, Tensor y, Tensor? cond = null) => Into(x.GreaterEqual(y), cond);

    /// <summary>Where x = y, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="cond">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.equal.</remarks>
    public static Tensor Equal(Tensor x, Tensor y, Tensor? cond = null) => Into(Paddle.Equal(x, y), cond);

    /// <summary>Where x ≠ y, as bools.</summary>
    /// <param name="x">One operand.</param>
    /// <param name="y">The other operand.</param>
    /// <param name="cond">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.not_equal.</remarks>
    public static Tensor NotEqual(Tensor x, Tensor y, Tensor? cond = null) => Into(x.NotEqual(y), cond);

    /// <summary>Whether x has no element, one bool.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="cond">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.is_empty.</remarks>
    public static Tensor IsEmpty(Tensor x, Tensor? cond = null) => Into(Paddle.IsEmpty(x), cond);

    /// <summary>Hands a tensor through and writes it to the standard output, each time the program runs.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="firstN">How many times it is written; always where negative.</param>
    /// <param name="message">A line in front.</param>
    /// <param name="summarize">How many elements are written; all where negative.</param>
    /// <param name="printTensorName">Whether the name is written.</param>
    /// <param name="printTensorType">Whether the element type is written.</param>
    /// <param name="printTensorShape">Whether the shape is written.</param>
    /// <param name="printTensorLod">Whether the sequences are written.</param>
    /// <param name="printPhase">"forward" for the tensor, "backward" for its gradient, "both".</param>
    /// <exception cref="InvalidArgumentException"><paramref name="printPhase"/> is none of the three.</exception>
    /// <remarks>Mirrors fluid.layers.Print.</remarks>
    public static Tensor Print(Tensor input, int firstN = -1, string? message = null, int summarize = -1, bool printTensorName = true, bool printTensorType = true,
        bool printTensorShape = true, bool printTensorLod = true, string printPhase = "both")
        => Graph.Print(input, firstN, message, summarize, printTensorName, printTensorType, printTensorShape, printTensorLayout: false, printTensorLod, printPhase);

    /// <summary>Appends a function written in C# to the program.</summary>
    /// <param name="func">Computes the outputs from the inputs.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="out">The outputs: variables made with Block.CreateVar.</param>
    /// <param name="backwardFunc">Computes the gradients of the inputs from the inputs, the outputs and the gradients of the outputs; where null, gradients stop.</param>
    /// <param name="skipVarsInBackwardInput">Variables that <paramref name="backwardFunc"/> does not get.</param>
    /// <returns><paramref name="out"/>.</returns>
    /// <exception cref="InvalidArgumentException">An output is no variable, or a variable to skip is none of the inputs and outputs.</exception>
    /// <remarks>Mirrors fluid.layers.py_func.</remarks>
    public static Variable[] PyFunc(Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> @out, Func<Tensor?[], Tensor?[]>? backwardFunc = null,
        IReadOnlyList<FetchTarget>? skipVarsInBackwardInput = null)
        => Graph.PyFunc(func, x, @out, backwardFunc, skipVarsInBackwardInput);

    private static Tensor Into(Tensor result, Tensor? cond) => cond is null ? result : result.Assign(cond);
}
