using System.ComponentModel;
using Trireme.Static;

namespace Trireme.NN;

public abstract partial class Layer
{
    /// <summary>The program that runs in place of Forward; null for an eager layer.</summary>
    internal StaticFunction? StaticForward { get; private set; }

    /// <summary>What the inputs of a layer that was read from files look like; null for others.</summary>
    internal virtual IReadOnlyList<InputSpec>? InputsForFiles => null;

    /// <summary>Forward as programs record it. The source generator overrides it where a Forward marked [ToStatic] branches on tensors.</summary>
    /// <param name="inputs">The inputs.</param>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    protected virtual Tensor[] ForwardStatic(Tensor[] inputs) => Forward(inputs);

    internal void MakeStatic(IReadOnlyList<InputSpec>? specs)
    {
        StaticForward = new StaticFunction(GetType().Name, ForwardStatic, Forward, specs);
        _isWrapped = true;
    }

    internal void MakeEager()
    {
        StaticForward = null;
        _isWrapped = _preHooks is not null || _postHooks is not null;
    }

    /// <summary>What a call without hooks records, for files: Forward itself, wherever a program stands in its place.</summary>
    internal Tensor[] RecordForward(Tensor[] inputs) => ForwardStatic(inputs);
}
