using Trireme.Profiling;

namespace Trireme.NN;

public abstract partial class Layer
{
    private List<LayerHook<Func<Layer, Tensor[], Tensor[]?>>>? _preHooks;
    private List<LayerHook<Func<Layer, Tensor[], Tensor[], Tensor[]?>>>? _postHooks;

    // Whether a call is more than a Forward: hooks around it, or a program in its place.
    private bool _isWrapped;

    /// <summary>Whether a call is more than a Forward, for layers that run several others as one operator.</summary>
    internal bool IsWrapped => _isWrapped;

    private bool IsWatched => _isWrapped || Tracer.Active is not null;

    /// <summary>Calls a function with the inputs before Forward runs; what it returns replaces them.</summary>
    /// <param name="hook">Receives the layer and its inputs; returns other inputs, or null to leave them.</param>
    /// <returns>Removes the hook.</returns>
    /// <remarks>Mirrors paddle.nn.Layer.register_forward_pre_hook.</remarks>
    public LayerHook RegisterForwardPreHook(Func<Layer, Tensor[], Tensor[]?> hook)
    {
        var entry = new LayerHook<Func<Layer, Tensor[], Tensor[]?>>(hook);
        (_preHooks ??= []).Add(entry);
        _isWrapped = true;
        return entry;
    }

    /// <summary>Calls a function with inputs and outputs after Forward has run; what it returns replaces the outputs.</summary>
    /// <param name="hook">Receives the layer, its inputs and its outputs; returns other outputs, or null to leave them.</param>
    /// <returns>Removes the hook.</returns>
    /// <remarks>Mirrors paddle.nn.Layer.register_forward_post_hook.</remarks>
    public LayerHook RegisterForwardPostHook(Func<Layer, Tensor[], Tensor[], Tensor[]?> hook)
    {
        var entry = new LayerHook<Func<Layer, Tensor[], Tensor[], Tensor[]?>>(hook);
        (_postHooks ??= []).Add(entry);
        _isWrapped = true;
        return entry;
    }

    private Tensor[] CallWrapped(Tensor[] inputs)
    {
        using RecordEvent? record = Tracer.Active is null ? null : new RecordEvent(GetType().Name, TracerEventType.Forward);
        foreach (LayerHook<Func<Layer, Tensor[], Tensor[]?>> entry in _preHooks ?? [])
            inputs = entry.Hook?.Invoke(this, inputs) ?? inputs;
        Tensor[] outputs = StaticForward?.Call(inputs) ?? Forward(inputs);
        foreach (LayerHook<Func<Layer, Tensor[], Tensor[], Tensor[]?>> entry in _postHooks ?? [])
            outputs = entry.Hook?.Invoke(this, inputs, outputs) ?? outputs;
        return outputs;
    }

    private sealed class LayerHook<T>(T hook) : LayerHook
        where T : Delegate
    {
        public T? Hook { get; private set; } = hook;

        public override void Remove() => Hook = null;
    }
}
