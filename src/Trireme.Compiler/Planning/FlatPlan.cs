using Trireme.Compiler.Capture;
using Trireme.Memory;
using Trireme.Operators;
using Trireme.Profiling;
using Trireme.Static;

namespace Trireme.Compiler.Planning;

/// <summary>Kernels in order over one block of memory. A run sets the inputs, calls the kernels and copies the results out; it allocates nothing.</summary>
internal sealed class FlatPlan : ProgramPlan
{
    private readonly (OpCall Call, Kernel Kernel)[] _steps;
    private readonly (string Name, TensorMeta Meta, (OpCall Call, int Position)[] Places)[] _feeds;
    private readonly (string Name, Tensor Value)[] _bound;
    private readonly Tensor[] _results;
    private readonly (int Result, string Feed)[] _passedOn;
    private readonly TensorMeta[] _resultMetas;
    private readonly Tensor[] _overwritten;
    private readonly Lock _gate = new();

    public FlatPlan(Graph graph)
    {
        Dictionary<GraphValue, GraphValue> views = FindViews(graph);
        MemoryLayout layout = MemoryLayout.Of(graph, views);
        var arena = new Tensor(NativeStorage.Create(Math.Max(64, layout.Bytes)), 0, checked((int)layout.Bytes), DType.UInt8);
        ArenaBytes = layout.Bytes;
        var tensors = new Dictionary<GraphValue, Tensor>(ReferenceEqualityComparer.Instance);
        var places = graph.Feeds.ToDictionary(f => f, _ => new List<(OpCall, int)>(), (IEqualityComparer<GraphValue>)ReferenceEqualityComparer.Instance);
        var steps = new List<(OpCall, Kernel)>();
        foreach (GraphStep step in graph.Steps)
        {
            if (step.Outputs.Any(o => o is not null && views.ContainsKey(o)))
                continue;
            Tensor?[] inputs = Array.ConvertAll(step.Inputs, v => v is null || v.IsFeed ? null : TensorOf(v));
            OpInfo info = step.Op.Info;
            var call = new OpCall(step.Op, info, inputs, step.InputStarts);
            call.Bind(step.OutputStarts, Array.ConvertAll(step.Outputs, v => v is null ? null! : TensorOf(v)));
            for (int i = 0; i < inputs.Length; i++)
            {
                if (step.Inputs[i] is { IsFeed: true } feed)
                    places[feed].Add((call, i));
            }
            steps.Add((call, info.CpuKernel ?? KernelTable.Cpu(step.Op)));
        }
        _steps = steps.ToArray();
        _feeds = graph.Feeds.Select(f => (f.Name, f.Meta, places[f].ToArray())).ToArray();
        _bound = graph.Found.Select(f => (f.Key, f.Value)).ToArray();
        _overwritten = graph.Steps.SelectMany(s => s.Outputs).Where(o => o?.Bound is not null).Select(o => o!.Bound!).Distinct().ToArray();
        _resultMetas = graph.Fetches.Select(f => f.Meta).ToArray();
        _results = graph.Fetches.Select(f => f.IsFeed ? null! : TensorOf(f)).ToArray();
        _passedOn = graph.Fetches.Select((f, i) => (i, f)).Where(p => p.f.IsFeed).Select(p => (p.i, p.f.Name)).ToArray();
        return;

        Tensor TensorOf(GraphValue value)
        {
            if (value.Bound is { } bound)
                return bound;
            if (tensors.TryGetValue(value, out Tensor? known))
                return known;
            Tensor made;
            if (views.TryGetValue(value, out GraphValue? source))
            {
                Tensor whole = TensorOf(source);
                GraphStep step = graph.Steps.First(s => s.Outputs.Contains(value));
                made = whole.View(value.Meta.Shape, step.Op.ViewOffset(whole.Meta));
            }
            else
            {
                arena.Storage.AddOwner();
                made = new Tensor(arena.Storage, layout.OffsetOf(value), value.Meta.Shape, value.Meta.DType);
            }
            return tensors[value] = made;
        }
    }

    /// <summary>The bytes that all temporaries take together.</summary>
    public long ArenaBytes { get; }

    /// <summary>The number of kernels that a run calls.</summary>
    public int StepCount => _steps.Length;

    /// <summary>The operators in the order in which they run.</summary>
    public IEnumerable<Op> Operators => _steps.Select(s => s.Call.Op);

    public override IReadOnlyList<TensorMeta> Results => _resultMetas;

    public override bool IsBoundTo(Scope scope)
    {
        foreach ((string name, Tensor value) in _bound)
        {
            if (!ReferenceEquals(scope.FindVar(name)?.Value, value))
                return false;
        }
        return true;
    }

    public override bool Fits(IReadOnlyDictionary<string, Tensor> feed)
    {
        // What was not fed when the plan was made was found elsewhere.
        if (feed.Count != _feeds.Length)
            return false;
        foreach ((string name, TensorMeta meta, _) in _feeds)
        {
            if (!feed.TryGetValue(name, out Tensor? tensor) || tensor.Meta != meta || tensor.Lod is not null)
                return false;
        }
        return true;
    }

    public override void Run(IReadOnlyDictionary<string, Tensor> feed, Tensor[] results)
    {
        lock (_gate)
        {
            foreach ((string name, _, (OpCall Call, int Position)[] places) in _feeds)
            {
                Tensor value = feed[name];
                foreach ((OpCall call, int position) in places)
                    call.Inputs[position] = value;
            }
            if (Tracer.Active is { } tracer)
            {
                foreach ((OpCall call, Kernel kernel) in _steps)
                    tracer.Execute(call, kernel);
            }
            else
            {
                foreach ((OpCall call, Kernel kernel) in _steps)
                    call.Execute(kernel);
            }
            foreach (Tensor tensor in _overwritten)
                tensor.BumpVersion();
            for (int i = 0; i < results.Length; i++)
            {
                if (_results[i] is { } result)
                    result.RawBytes().CopyTo(results[i].RawBytes());
            }
            foreach ((int result, string name) in _passedOn)
                feed[name].RawBytes().CopyTo(results[result].RawBytes());
            // The plan must not keep the caller's inputs alive.
            foreach ((_, _, (OpCall Call, int Position)[] places) in _feeds)
            {
                foreach ((OpCall call, int position) in places)
                    call.Inputs[position] = null;
            }
        }
    }

    // A view needs no kernel: its tensor is part of another. Views of what the caller gives would have to be made on each run: those are copied.
    private static Dictionary<GraphValue, GraphValue> FindViews(Graph graph)
    {
        var views = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        foreach (GraphStep step in graph.Steps)
        {
            OpInfo info = step.Op.Info;
            if (info.ViewOutput < 0 || step.Inputs[step.InputStarts[info.ViewInput]] is not { IsFeed: false } input || step.Outputs[step.OutputStarts[info.ViewOutput]] is not { } output)
                continue;
            if (step.Op.ViewOffset(input.Meta) >= 0)
                views[output] = input;
        }
        return views;
    }
}
