using Trireme.Autograd;
using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Out = a function of X that is written in the program's own language. It exists only in this process: such a program cannot be saved.</summary>
/// <param name="Function">The function.</param>
/// <param name="BackwardFunction">Computes the gradients of X from X, Out and the gradients of Out; null where there are none.</param>
/// <param name="SkipVarsInBackwardInput">The names of variables among X and Out that <paramref name="BackwardFunction"/> does not get.</param>
[Op("py_func", "X* -> Out*")]
public sealed record PyFuncOp(Func<Tensor[], Tensor[]> Function, Func<Tensor?[], Tensor?[]>? BackwardFunction, string[] SkipVarsInBackwardInput) : ScopeOp
{
    /// <inheritdoc/>
    public override Op? Gradient() => BackwardFunction is null ? null : new PyFuncGradOp(BackwardFunction, SkipVarsInBackwardInput);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        IReadOnlyList<string> names = run.Operator.Output("Out");
        Tensor[] x = run.Operator.Input("X").Select((_, i) => run.In("X", i)).ToArray();
        // Inside a recorded run the function's own gradient belongs to the tape.
        Tensor[] results = GradMode.IsEnabled && BackwardFunction is not null
            ? new Recorded(this, [.. run.Operator.Input("X")], [.. names]).ApplyAll(x) : Function(Array.ConvertAll(x, t => t.Detach()));
        if (results.Length != names.Count)
            throw new InvalidArgumentException($"py_func: the function returned {results.Length} tensors.", $"It has {names.Count} output variables: {string.Join(", ", names)}.");
        for (int i = 0; i < results.Length; i++)
        {
            Variable declared = run.Operator.Block.FindVarRecursive(names[i])!;
            if (results[i].DType != declared.DType)
                throw new InvalidArgumentException($"py_func: the function returned {results[i].Shape} {results[i].DType} for '{names[i]}'.", $"It is declared as {declared.Shape} {declared.DType}.");
            run.Out("Out", results[i], i);
        }
    }

    private sealed class Recorded(PyFuncOp op, string[] inputNames, string[] outputNames) : PyLayer
    {
        private Tensor[] _outputs = [];
        private Tensor[] _inputs = [];

        protected override Tensor[] Forward(PyLayerContext ctx, params Tensor[] inputs)
        {
            _inputs = inputs;
            return _outputs = op.Function(inputs);
        }

        protected override Tensor?[] Backward(PyLayerContext ctx, params Tensor[] grads)
            => PyFuncGradOp.Call(op.BackwardFunction!, op.SkipVarsInBackwardInput, inputNames.Zip(_inputs).Concat(outputNames.Zip(_outputs)), grads, _inputs.Length);
    }
}

/// <summary>The gradient of <c>py_func</c>: the function that was given for it.</summary>
/// <param name="Function">The function.</param>
/// <param name="Skip">The names of variables it does not get.</param>
[Op("py_func_grad", "X*, Out*, Out@GRAD* -> X@GRAD*", NoGradient = "Its own gradient is not given.")]
public sealed record PyFuncGradOp(Func<Tensor?[], Tensor?[]> Function, string[] Skip) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        Operator op = run.Operator;
        var given = new List<(string, Tensor)>();
        foreach (string slot in new[] { "X", "Out" })
            given.AddRange(op.Input(slot).Select((n, i) => (n, run.In(slot, i))));
        Tensor?[] gradients = Array.ConvertAll(op.InputNamesOf("Out@GRAD"), n => n is null ? null : run.Scope.FindVar(n)?.Value as Tensor);
        for (int i = 0; i < gradients.Length; i++)
            gradients[i] ??= run.In("Out", i).ZerosLike();
        string?[] wanted = op.OutputNamesOf("X@GRAD");
        Tensor?[] found = Call(Function, Skip, given, gradients!, wanted.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] is { } name)
                BlockRunner.Store(op.Block, run.Scope, name, found[i] ?? run.In("X", i).ZerosLike());
        }
    }

    internal static Tensor?[] Call(Func<Tensor?[], Tensor?[]> function, string[] skip, IEnumerable<(string Name, Tensor Value)> given, Tensor[] gradients, int count)
    {
        Tensor?[] found = function([.. given.Where(g => !skip.Contains(g.Name)).Select(g => g.Value), .. gradients]);
        return found.Length == count ? found
            : throw new InvalidArgumentException($"py_func: the backward function returned {found.Length} tensors.", $"There are {count} inputs.", "Return one gradient an input, null where there is none.");
    }
}
