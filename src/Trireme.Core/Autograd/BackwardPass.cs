using System.Runtime.InteropServices;
using Trireme.Operators;
using Trireme.Profiling;

namespace Trireme.Autograd;

/// <summary>Walks the recorded steps from the results back to the leaves.</summary>
internal sealed class BackwardPass
{
    private readonly Dictionary<GradNode, Tensor?[]> _pending = new(ReferenceEqualityComparer.Instance);
    private readonly PriorityQueue<GradNode, long> _queue = new();
    private readonly bool _retainGraph, _createGraph;
    private readonly Dictionary<(object, int), int>? _wanted;
    private readonly Tensor?[] _found;
    private readonly HashSet<GradNode>? _useful;
    private readonly HashSet<(object, int)> _barred = [];
    private readonly Dictionary<Tensor, Tensor> _leafSums = new(ReferenceEqualityComparer.Instance);

    private BackwardPass(bool retainGraph, bool createGraph, IReadOnlyList<Tensor>? inputs, IReadOnlyList<Tensor> outputs)
    {
        _retainGraph = retainGraph;
        _createGraph = createGraph;
        _found = [];
        if (inputs is null)
            return;
        _found = new Tensor?[inputs.Count];
        _wanted = [];
        for (int i = 0; i < inputs.Count; i++)
            _wanted[Key(inputs[i])] = i;
        _useful = FindUseful(outputs);
    }

    /// <summary>Adds gradients to the leaves.</summary>
    public static void Run(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor?> outputGrads, bool retainGraph)
    {
        var pass = new BackwardPass(retainGraph, createGraph: false, null, outputs);
        if (Tracer.Active is not { } tracer)
        {
            pass.Walk(outputs, outputGrads);
            return;
        }
        Tracer.Mark mark = tracer.Begin();
        pass.Walk(outputs, outputGrads);
        tracer.End(mark, "backward", TracerEventType.Backward);
    }

    /// <summary>Returns the gradients with respect to the inputs and leaves everything else as it is.</summary>
    public static Tensor?[] Grad(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?> outputGrads, bool retainGraph, bool createGraph, IReadOnlyList<Tensor>? barred = null)
    {
        var pass = new BackwardPass(retainGraph, createGraph, inputs, outputs);
        foreach (Tensor tensor in barred ?? [])
            pass._barred.Add(Key(tensor));
        pass.Walk(outputs, outputGrads);
        for (int i = 0; i < inputs.Count; i++)
            pass._found[i] = pass._found[pass._wanted![Key(inputs[i])]];
        return pass._found;
    }

    private static (object, int) Key(Tensor tensor) => tensor.Node is { } node ? (node, tensor.OutputIndex) : (tensor, 0);

    private void Walk(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor?> outputGrads)
    {
        using GradMode.Scope mode = GradMode.Set(_createGraph);
        List<Tensor>? outer = Dispatcher.Made;
        Dispatcher.Made = null;
        try
        {
            for (int i = 0; i < outputs.Count; i++)
                Start(outputs[i], outputGrads.Count > 0 ? outputGrads[i] : null);
            var made = new List<Tensor>();
            while (_queue.TryDequeue(out GradNode? node, out _))
                Step(node, made);
            foreach ((Tensor leaf, Tensor sum) in _leafSums)
                Finish(leaf, sum);
        }
        finally
        {
            Dispatcher.Made = outer;
        }
    }

    private void Start(Tensor output, Tensor? grad)
    {
        if (output.StopGradient)
        {
            throw new PreconditionNotMetException($"Backward: '{output.Name}' {output.Shape} has no history to differentiate.",
                "Its StopGradient is true: no tensor it was computed from has StopGradient = false, or it was computed under NoGrad.",
                "Set StopGradient = false on the tensors whose gradients you want before computing it.");
        }
        if (grad is not null && grad.Shape != output.Shape)
            throw new InvalidArgumentException("Backward: the given gradient does not fit the tensor.", $"The gradient is {grad.Shape}; the tensor is {output.Shape}.");
        grad ??= OperatorServices.Current.Full(output.Shape, 1, output.DType);
        Send(GradEdge.Of(output), grad);
    }

    private void Step(GradNode node, List<Tensor> made)
    {
        _pending.Remove(node, out Tensor?[]? grads);
        if (node.HasHooks)
        {
            foreach (Tensor? grad in grads!)
                grad?.IsBackwardOwned = false;
            node.CallHooks(grads);
        }
        Capture(node, grads!);
        if (_useful is not null && !_useful.Contains(node))
        {
            Drop(grads!);
            return;
        }
        bool free = !_createGraph && node.RunsOnlyOperators;
        made.Clear();
        Dispatcher.Made = free ? made : null;
        Tensor?[] inputGrads = Tracer.Active is { } tracer ? tracer.Run(node, grads!) : node.Run(grads!);
        Dispatcher.Made = null;
        GradEdge[] edges = node.Edges;
        foreach (Tensor tensor in made)
            tensor?.IsBackwardOwned = true;
        for (int i = 0; i < edges.Length; i++)
        {
            if (edges[i].IsNeeded && inputGrads[i] is { } grad && IsUseful(edges[i]))
                Send(edges[i], grad);
        }
        Drop(grads!);
        foreach (Tensor tensor in made)
        {
            if (tensor is { BackwardUses: 0, IsBackwardOwned: true })
            {
                tensor.IsBackwardOwned = false;
                tensor.Dispose();
            }
        }
        made.Clear();
        if (!_retainGraph)
            node.Release();
    }

    private bool IsUseful(GradEdge edge)
    {
        if (_useful is null)
            return true;
        if (_barred.Count > 0 && _barred.Contains(edge.Node is { } barred ? (barred, edge.Index) : (edge.Leaf!, 0)))
            return false;
        return edge.Node is { } node ? _useful.Contains(node) || _wanted!.ContainsKey((node, edge.Index)) : _wanted!.ContainsKey((edge.Leaf!, 0));
    }

    private void Capture(GradNode node, Tensor?[] grads)
    {
        if (_wanted is null)
            return;
        for (int i = 0; i < grads.Length; i++)
        {
            if (grads[i] is { } grad && _wanted.TryGetValue((node, i), out int position))
            {
                grad.IsBackwardOwned = false;
                _found[position] = grad;
            }
        }
    }

    private void Send(GradEdge edge, Tensor grad)
    {
        if (edge.Leaf is { } leaf)
        {
            ref Tensor? sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_leafSums, leaf, out _);
            sum = Merge(sum, grad);
            return;
        }
        GradNode node = edge.Node!;
        if (!_pending.TryGetValue(node, out Tensor?[]? grads))
        {
            _pending[node] = grads = new Tensor?[node.OutputCount];
            _queue.Enqueue(node, -node.Order);
        }
        grads[edge.Index] = Merge(grads[edge.Index], grad);
    }

    private Tensor Merge(Tensor? sum, Tensor grad)
    {
        if (sum is null)
        {
            grad.BackwardUses++;
            return grad;
        }
        if (!_createGraph && sum is { IsBackwardOwned: true, BackwardUses: 1 } && sum.Storage.IsExclusive)
        {
            OperatorServices.Current.AddInPlace(sum, grad);
            return sum;
        }
        Tensor total = OperatorServices.Current.Add(sum, grad);
        total.BackwardUses++;
        total.IsBackwardOwned = !_createGraph;
        Drop([sum]);
        return total;
    }

    private void Finish(Tensor leaf, Tensor grad)
    {
        if (leaf.HasLeafHooks)
        {
            grad.IsBackwardOwned = false;
            grad = leaf.CallLeafHooks(grad);
        }
        if (_wanted is not null)
        {
            if (_wanted.TryGetValue((leaf, 0), out int position))
                _found[position] = grad;
            return;
        }
        bool mayKeep = grad is { IsBackwardOwned: true, BackwardUses: 1 } && grad.Storage.IsExclusive && !leaf.HasGrad;
        leaf.AccumulateGrad(grad, mayKeep);
        if (mayKeep)
            (grad.IsBackwardOwned, grad.BackwardUses) = (false, 0);
        else
            Drop([grad]);
    }

    /// <summary>Gives up the uses; a tensor that only this pass ever saw is freed with its last one.</summary>
    private static void Drop(Tensor?[] grads)
    {
        foreach (Tensor? grad in grads)
        {
            if (grad is null || grad.BackwardUses == 0)
                continue;
            if (--grad.BackwardUses == 0 && grad.IsBackwardOwned)
            {
                grad.IsBackwardOwned = false;
                grad.Dispose();
            }
        }
    }

    // The steps from which an input can be reached; found without recursion, since a graph can be thousands of steps deep.
    private HashSet<GradNode> FindUseful(IReadOnlyList<Tensor> outputs)
    {
        var useful = new HashSet<GradNode>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<GradNode>(ReferenceEqualityComparer.Instance);
        var all = new List<GradNode>();
        var stack = new Stack<GradNode>(outputs.Where(o => o.Node is not null).Select(o => o.Node!));
        while (stack.TryPop(out GradNode? node))
        {
            if (!seen.Add(node))
                continue;
            all.Add(node);
            foreach (GradEdge edge in node.Edges)
            {
                if (edge.Node is { } next)
                    stack.Push(next);
            }
        }
        foreach (GradNode node in all.OrderBy(n => n.Order))
        {
            foreach (GradEdge edge in node.Edges)
            {
                if (edge.Node is { } next ? useful.Contains(next) || _wanted!.ContainsKey((next, edge.Index)) : edge.Leaf is { } leaf && _wanted!.ContainsKey((leaf, 0)))
                    useful.Add(node);
            }
        }
        return useful;
    }
}
