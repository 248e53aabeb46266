using Trireme.NN;

namespace Trireme.Tracing;

/// <summary>
/// What a trace depended on beside its inputs: the layers that asked whether they are training. A program is right as long as their answers are
/// what they were.
/// </summary>
internal sealed class TraceSession : IDisposable
{
    [ThreadStatic]
    private static TraceSession? _current;

    private readonly TraceSession? _outer;
    private readonly Dictionary<Layer, bool> _answers = new(ReferenceEqualityComparer.Instance);

    public TraceSession()
    {
        _outer = _current;
        _current = this;
    }

    /// <summary>The layers that were asked, with their answers.</summary>
    public (Layer Layer, bool Training)[] Answers => _answers.Select(a => (a.Key, a.Value)).ToArray();

    public static void NoteTraining(Layer layer, bool training) => _current?._answers.TryAdd(layer, training);

    public void Dispose() => _current = _outer;
}
