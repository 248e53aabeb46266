namespace Trireme.Autograd;

/// <summary>One recorded step of the computation, with edges to the steps its inputs came from.</summary>
internal abstract class GradNode
{
    private static long _clock;
    private List<(int Output, HookHandle Handle)>? _hooks;
    private List<(int Output, WeakReference<Tensor> Tensor)>? _retained;

    protected GradNode(GradEdge[] edges, int outputCount)
    {
        Edges = edges;
        OutputCount = outputCount;
        Order = Interlocked.Increment(ref _clock);
    }

    /// <summary>Steps recorded later have a higher number, so going down the numbers meets every consumer before its producer.</summary>
    public long Order { get; }

    public GradEdge[] Edges { get; protected set; }

    public int OutputCount { get; }

    public bool IsReleased { get; private set; }

    public abstract string Name { get; }

    /// <summary>Whether tensors left over by <see cref="Run"/> may be freed at once: not where user code ran.</summary>
    public abstract bool RunsOnlyOperators { get; }

    public bool HasHooks => _hooks is not null || _retained is not null;

    /// <summary>Gradients of the inputs, one an edge, from those of the outputs; a null output gradient is zero.</summary>
    public abstract Tensor?[] Run(Tensor?[] outputGrads);

    public void AddHook(int output, HookHandle handle) => (_hooks ??= []).Add((output, handle));

    public void Retain(int output, Tensor tensor) => (_retained ??= []).Add((output, new WeakReference<Tensor>(tensor)));

    public bool IsRetained(Tensor tensor) => _retained is not null && _retained.Any(r => r.Tensor.TryGetTarget(out Tensor? t) && ReferenceEquals(t, tensor));

    public void CallHooks(Tensor?[] grads)
    {
        foreach ((int output, HookHandle handle) in _hooks ?? [])
        {
            if (grads[output] is { } grad)
                grads[output] = handle.Call(grad);
        }
        foreach ((int output, WeakReference<Tensor> reference) in _retained ?? [])
        {
            if (grads[output] is { } grad && reference.TryGetTarget(out Tensor? tensor))
                tensor.AccumulateGrad(grad, mayKeep: false);
        }
    }

    public void Release()
    {
        if (IsReleased)
            return;
        IsReleased = true;
        ReleaseSaved();
        Edges = [];
    }

    protected abstract void ReleaseSaved();
}
