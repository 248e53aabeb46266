namespace Trireme.Static;

/// <summary>Until disposed, operators appended on this thread carry a name that shows where they belong. It has no other effect.</summary>
/// <remarks>Mirrors paddle.static.name_scope.</remarks>
public sealed class NameScope : IDisposable
{
    private readonly string _before;

    /// <summary>Opens a name scope inside the current one.</summary>
    /// <param name="prefix">Its name; must not be empty.</param>
    /// <exception cref="InvalidArgumentException">The name is empty.</exception>
    public NameScope(string prefix)
    {
        if (string.IsNullOrEmpty(prefix))
            throw new InvalidArgumentException("NameScope: the name is empty.");
        _before = Recorder.NameScope;
        Recorder.NameScope = $"{_before}{prefix}/";
    }

    /// <summary>Closes the name scope.</summary>
    public void Dispose() => Recorder.NameScope = _before;
}
