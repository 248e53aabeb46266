namespace Trireme.Training;

/// <summary>Whether somebody asked training to end: a token, or Ctrl-C. The second Ctrl-C ends the process as always.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationToken _token;
    private volatile bool _pressed;

    public StopRequest(CancellationToken token)
    {
        _token = token;
        Console.CancelKeyPress += OnPressed;
    }

    public bool IsRequested => _pressed || _token.IsCancellationRequested;

    public void Dispose() => Console.CancelKeyPress -= OnPressed;

    private void OnPressed(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = !_pressed;
        _pressed = true;
    }
}
