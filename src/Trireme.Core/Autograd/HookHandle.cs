namespace Trireme.Autograd;

/// <summary>A gradient hook that was registered on a tensor; removes it again.</summary>
/// <remarks>Mirrors what paddle.Tensor.register_hook returns.</remarks>
public sealed class HookHandle
{
    private Func<Tensor, Tensor?>? _hook;

    internal HookHandle(Func<Tensor, Tensor?> hook) => _hook = hook;

    /// <summary>Takes the hook away.</summary>
    /// <returns>Whether it was still there.</returns>
    public bool Remove() => Interlocked.Exchange(ref _hook, null) is not null;

    internal Tensor Call(Tensor grad) => _hook?.Invoke(grad) ?? grad;
}
