using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Autograd;

/// <summary>A function with a gradient written by hand.</summary>
/// <remarks>
/// Mirrors paddle.autograd.PyLayer: derive, write both halves, call <c>new MyFunction().Apply(x)</c>. The backward half is made of operators,
/// so it can be differentiated again.
/// </remarks>
/// <example><code>
/// sealed class CusTanh : PyLayer
/// {
///     protected override Tensor[] Forward(PyLayerContext ctx, params Tensor[] inputs)
///     {
///         Tensor y = inputs[0].Tanh();
///         ctx.SaveForBackward(y);
///         return [y];
///     }
///
///     protected override Tensor?[] Backward(PyLayerContext ctx, params Tensor[] grads)
///         => [grads[0] * (1 - ctx.SavedTensor()[0].Square())];
/// }
/// </code></example>
public abstract class PyLayer
{
    /// <summary>Runs the function on some inputs and returns its first output.</summary>
    /// <param name="inputs">The inputs.</param>
    public Tensor Apply(params Tensor[] inputs) => ApplyAll(inputs)[0];

    /// <summary>Runs the function on some inputs and returns all its outputs.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <exception cref="PreconditionNotMetException">The function returns no output.</exception>
    public Tensor[] ApplyAll(params Tensor[] inputs)
    {
        var context = new PyLayerContext();
        Tensor[] outputs;
        using (GradMode.Set(false))
            outputs = Forward(context, inputs);
        if (outputs.Length == 0)
            throw new PreconditionNotMetException($"{GetType().Name}: Forward returned no tensor.", null, "Return at least one.");
        if (!GradMode.IsEnabled || Array.TrueForAll(inputs, t => t.StopGradient))
            return outputs;
        if (Recorder.IsOn || Array.Exists(outputs, t => t.IsSymbolic))
            return Record(context, inputs, outputs);
        // An input handed through is a result of its own in the graph.
        for (int i = 0; i < outputs.Length; i++)
        {
            if (Array.IndexOf(inputs, outputs[i]) >= 0)
                outputs[i] = outputs[i].Detach();
        }
        var node = new Node(this, context, inputs, outputs);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].DType.IsFloating && !context.NonDifferentiable.Contains(outputs[i]))
                outputs[i].SetProducer(node, i);
        }
        return outputs;
    }

    /// <summary>Computes the outputs; nothing in it is recorded.</summary>
    /// <param name="ctx">Where to keep what the other half needs.</param>
    /// <param name="inputs">The inputs.</param>
    protected abstract Tensor[] Forward(PyLayerContext ctx, params Tensor[] inputs);

    /// <summary>Computes the gradients of the inputs, one an input, null where there is none.</summary>
    /// <param name="ctx">What the forward half kept.</param>
    /// <param name="grads">The gradients of the outputs, one an output.</param>
    protected abstract Tensor?[] Backward(PyLayerContext ctx, params Tensor[] grads);

    internal Tensor?[] Differentiate(PyLayerContext context, Tensor?[] outputGrads, TensorMeta[] inputs, TensorMeta[] outputs)
    {
        var grads = new Tensor[outputGrads.Length];
        for (int i = 0; i < grads.Length; i++)
            grads[i] = outputGrads[i] ?? (context.MaterializesGrads ? Paddle.Zeros(outputs[i].Shape, outputs[i].DType) : null!);
        Tensor?[] results = Backward(context, grads);
        if (results.Length != inputs.Length)
        {
            throw new PreconditionNotMetException($"{GetType().Name}: Backward returned {results.Length} gradients.", $"Forward took {inputs.Length} inputs.",
                "Return one for each, or null.");
        }
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i] is { } grad && grad.Shape != inputs[i].Shape && grad.Shape.IsKnown && inputs[i].Shape.IsKnown)
            {
                throw new PreconditionNotMetException($"{GetType().Name}: the gradient of input {i} has the shape {grad.Shape}.",
                    $"The input's is {inputs[i].Shape}.");
            }
        }
        return results;
    }

    // In a program the forward half is operators like any others; behind them stands one that knows the gradient.
    private Tensor[] Record(PyLayerContext context, Tensor[] inputs, Tensor[] results)
    {
        if (Recorder.Main.CurrentBlock().Idx != 0)
        {
            throw new PreconditionNotMetException($"{GetType().Name}: a function with a gradient of its own is recorded inside a loop or branch.",
                "There its gradient would be lost.",
                "Call it outside, or write it with operators that have a gradient; under Paddle.NoGrad() it may stay.");
        }
        Tensor[] outputs = new PyLayerOp(this, context, inputs, results).ApplyAll(TensorList.Of(inputs), TensorList.Of(results));
        for (int i = 0; i < outputs.Length; i++)
            outputs[i].StopGradient = !outputs[i].DType.IsFloating || context.NonDifferentiable.Contains(results[i]);
        context.Replace(results, outputs);
        return outputs;
    }

    private sealed class Node : GradNode
    {
        private readonly PyLayer _layer;
        private readonly PyLayerContext _context;
        private readonly TensorMeta[] _inputs, _outputs;

        public Node(PyLayer layer, PyLayerContext context, Tensor[] inputs, Tensor[] outputs)
            : base(Array.ConvertAll(inputs, GradEdge.Of), outputs.Length)
        {
            _layer = layer;
            _context = context;
            _inputs = Array.ConvertAll(inputs, t => t.Meta);
            _outputs = Array.ConvertAll(outputs, t => t.Meta);
        }

        public override string Name => _layer.GetType().Name;

        public override bool RunsOnlyOperators => false;

        public override Tensor?[] Run(Tensor?[] outputGrads)
        {
            if (IsReleased)
            {
                throw new PreconditionNotMetException($"{Name}: the graph has been used for a gradient already and was freed.",
                    null, "Pass retainGraph: true to the first Backward, or compute the loss again.");
            }
            return _layer.Differentiate(_context, outputGrads, _inputs, _outputs);
        }

        protected override void ReleaseSaved() => _context.Forget();
    }
}
