using Trireme.Static;

namespace Trireme.Fluid;

public static partial class Layers
{
    /// <summary>A loop: <c>var loop = new Layers.While(cond); using (loop.Block()) { …; Layers.LessThan(i, n, cond: cond); }</c></summary>
    /// <remarks>Mirrors fluid.layers.While. The body changes variables from outside by name: with Increment, Assign(…, output), ArrayWrite, or comparisons into <c>cond</c>.</remarks>
    public sealed class While
    {
        private readonly Variable _condition;
        private readonly bool _isTest;

        /// <summary>A loop that goes on as long as a condition holds.</summary>
        /// <param name="cond">The condition: a variable with one bool, which the body computes anew.</param>
        /// <param name="isTest">Whether the program is for evaluation.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">The condition is not one bool, or no variable.</exception>
        public While(Tensor cond, bool isTest = false, string? name = null)
        {
            _condition = RequireVariable(cond, "While", "the condition");
            RequireBool(_condition, "While");
            _isTest = isTest;
        }

        /// <summary>Until the result is disposed, operators are recorded into the body.</summary>
        /// <exception cref="InvalidArgumentException">At its end: the body never changes the condition.</exception>
        public IDisposable Block() => new BlockGuard(body => SubBlock.AppendWhile(body, _condition, _isTest));
    }

    private static Variable RequireVariable(Tensor tensor, string function, string what)
        => (tensor as Variable)?.Latest ?? throw new InvalidArgumentException($"{function}: {what} is a tensor with values, not a variable of a program.", $"It is {tensor.Shape} {tensor.DType}.",
            "Make it with Layers.FillConstant, or inside static mode (Paddle.EnableStatic).");

    private static void RequireBool(Tensor cond, string function)
    {
        if (cond.DType.Kind != DTypeKind.Bool || (cond.Shape.IsKnown && cond.Size != 1))
            throw new InvalidArgumentException($"{function}: the condition is not one bool.", $"It is {cond.Shape} {cond.DType}.", "Compare with LessThan, Equal …");
    }
}
