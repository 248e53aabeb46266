namespace Trireme.Fluid;

/// <summary>What a variable of kind reader holds: a source of batches that is started, read to its end and reset.</summary>
/// <param name="name">The variable's name, for messages.</param>
/// <param name="startsItself">Whether reading starts it.</param>
internal sealed class BatchQueue(string name, bool startsItself = false) : IDisposable
{
    private IEnumerator<Tensor[]>? _running;

    /// <summary>Where batches come from: a tensor for each variable.</summary>
    public Func<IEnumerable<Tensor[]>>? Source { get; set; }

    public bool StartsItself => startsItself;

    public void Start()
    {
        if (_running is not null)
            throw new PreconditionNotMetException($"Start: the reader '{name}' is running already.", null, "Call Reset() first.");
        _running = RequireSource()().GetEnumerator();
    }

    /// <summary>Ends reading, also where batches are left; the threads that read ahead have ended when it returns.</summary>
    public void Reset()
    {
        _running?.Dispose();
        _running = null;
    }

    public Func<IEnumerable<Tensor[]>> RequireSource()
        => Source ?? throw new PreconditionNotMetException($"The reader '{name}' has no source of data.", null,
            "Give it one with one of its Decorate methods.");

    public Tensor[] Next()
    {
        if (_running is null)
        {
            if (!startsItself)
                throw new PreconditionNotMetException($"The reader '{name}' has not been started.", null, "Call its Start() before the program runs.");
            Start();
        }
        return _running!.MoveNext() ? _running.Current : throw new EOFException(name);
    }

    public void Dispose() => Reset();
}
