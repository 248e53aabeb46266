using Trireme.Operators;

namespace Trireme.Static;

public static partial class Static
{
    /// <summary>Hands a tensor through and writes it to the standard output, each time the program runs.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="firstN">How many times it is written; always where negative.</param>
    /// <param name="message">A line in front.</param>
    /// <param name="summarize">How many elements are written; all where negative.</param>
    /// <param name="printTensorName">Whether the name is written.</param>
    /// <param name="printTensorType">Whether the element type is written.</param>
    /// <param name="printTensorShape">Whether the shape is written.</param>
    /// <param name="printTensorLayout">Whether the memory layout is written.</param>
    /// <param name="printTensorLod">Whether the sequences are written.</param>
    /// <param name="printPhase">"forward" for the tensor, "backward" for its gradient, "both".</param>
    /// <returns>The same tensor; use it in the place of <paramref name="input"/>.</returns>
    /// <exception cref="InvalidArgumentException"><paramref name="printPhase"/> is none of the three.</exception>
    /// <remarks>Mirrors paddle.static.Print.</remarks>
    public static Tensor Print(Tensor input, int firstN = -1, string? message = null, int summarize = 20, bool printTensorName = true, bool printTensorType = true,
        bool printTensorShape = true, bool printTensorLayout = true, bool printTensorLod = true, string printPhase = "both")
    {
        string phase = printPhase.ToUpperInvariant();
        if (phase is not ("FORWARD" or "BACKWARD" or "BOTH"))
            throw new InvalidArgumentException($"Print: printPhase is '{printPhase}'.", null, "Give forward, backward or both.");
        var print = new PrintOp(firstN, message ?? "", summarize, printTensorName, printTensorType, printTensorShape, printTensorLayout, printTensorLod, phase);
        if (!Recorder.IsOn && input is not Variable)
        {
            if (phase != "BACKWARD")
                Console.Out.Write(print.Text(input, input.Name));
            return input;
        }
        Block block = Recorder.Main.CurrentBlock();
        Variable variable = Recorder.Resolve(block, print.Info, input);
        Variable output = SubBlock.Declare("print", variable.Shape, variable.DType, stopGradient: variable.StopGradient, lodLevel: variable.LodLevel);
        Recorder.Append(block, print, [variable], [output]);
        return output;
    }

    /// <summary>Appends a function written in C# to the program. A program that has one cannot be saved.</summary>
    /// <param name="func">Computes the outputs from the inputs.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="out">The outputs: variables made with Block.CreateVar, whose shapes and element types are the function's.</param>
    /// <param name="backwardFunc">
    /// Computes the gradients of the inputs, null where one has none, from the inputs, the outputs and the gradients of the outputs; where null, gradients stop.
    /// </param>
    /// <param name="skipVarsInBackwardInput">Variables among <paramref name="x"/> and <paramref name="out"/> that <paramref name="backwardFunc"/> does not get.</param>
    /// <returns><paramref name="out"/>.</returns>
    /// <exception cref="InvalidArgumentException">An output is no variable, or a variable to skip is none of the inputs and outputs.</exception>
    /// <remarks>Mirrors paddle.static.py_func.</remarks>
    public static Variable[] PyFunc(Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> @out, Func<Tensor?[], Tensor?[]>? backwardFunc = null,
        IReadOnlyList<FetchTarget>? skipVarsInBackwardInput = null)
    {
        Block block = Recorder.Main.CurrentBlock();
        Variable[] outputs = @out.Select(o => Require(o, "PyFunc", "an output")).ToArray();
        Variable[] inputs = x.Select(i => Recorder.Resolve(block, new AssignOp().Info, i)).ToArray();
        string[] skip = (skipVarsInBackwardInput ?? []).Select(s => s.Name).ToArray();
        string? unknown = skip.FirstOrDefault(s => inputs.Concat(outputs).All(v => v.Name != s));
        if (unknown is not null)
            throw new InvalidArgumentException($"PyFunc: '{unknown}' is to be skipped, but it is no input or output.", $"There are {string.Join(", ", inputs.Concat(outputs).Select(v => v.Name))}.");
        bool stops = backwardFunc is null || Array.TrueForAll(inputs, v => v.StopGradient);
        foreach (Variable output in outputs)
            output.StopGradient = stops || !output.DType.IsFloating;
        Recorder.Append(block, new PyFuncOp(func, backwardFunc, skip), [TensorList.Of(inputs)], [TensorList.Of(outputs)]);
        return outputs;
    }

    public static partial class NN
    {
        /// <inheritdoc cref="Static.PyFunc"/>
        public static Variable[] PyFunc(Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> @out, Func<Tensor?[], Tensor?[]>? backwardFunc = null,
            IReadOnlyList<FetchTarget>? skipVarsInBackwardInput = null) => Static.PyFunc(func, x, @out, backwardFunc, skipVarsInBackwardInput);

        /// <summary>Operators with a gradient written by hand: both functions are recorded as operators, so that the program can be planned and saved.</summary>
        /// <param name="forwardFn">Computes the outputs from the inputs.</param>
        /// <param name="inputs">The inputs.</param>
        /// <param name="backwardFn">Computes the gradients of the inputs, null where one has none, from those of the outputs; where null, gradients stop.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <returns>What <paramref name="forwardFn"/> returned.</returns>
        /// <exception cref="PreconditionNotMetException">It is recorded inside a loop or branch.</exception>
        /// <remarks>Mirrors paddle.static.nn.static_pylayer; see <see cref="Autograd.PyLayer"/>.</remarks>
        public static Tensor[] StaticPylayer(Func<Tensor[], Tensor[]> forwardFn, IReadOnlyList<Tensor> inputs, Func<Tensor[], Tensor?[]>? backwardFn = null, string? name = null)
        {
            if (backwardFn is not null)
                return new FunctionPair(forwardFn, backwardFn).ApplyAll([.. inputs]);
            using (Paddle.NoGrad())
                return forwardFn([.. inputs]);
        }

        /// <summary>Stops the run with an error unless a condition holds.</summary>
        /// <param name="cond">The condition: one bool.</param>
        /// <param name="data">Tensors that the error shows.</param>
        /// <param name="summarize">How many elements of each are shown; all where negative.</param>
        /// <param name="name">A name; it has no effect.</param>
        /// <exception cref="InvalidArgumentException">The condition is not one bool.</exception>
        /// <exception cref="PreconditionNotMetException">The condition, a tensor with a value, does not hold.</exception>
        /// <remarks>Mirrors paddle.static.nn.control_flow.Assert.</remarks>
        public static void Assert(Tensor cond, IReadOnlyList<Tensor>? data = null, int summarize = 20, string? name = null)
        {
            RequireCondition(cond, "Assert");
            var assert = new AssertOp(summarize);
            if (Recorder.IsOn || cond is Variable)
                Recorder.Append(Recorder.Main.CurrentBlock(), assert, [cond, TensorList.Of(data ?? [])], []);
            else if (!Truth.Of(cond, "assert", cond.Name))
                throw assert.Failure(cond.Name, (data ?? []).Select(d => (d.Name, d)));
        }
    }
}
