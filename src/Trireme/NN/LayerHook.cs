namespace Trireme.NN;

/// <summary>A hook that was registered on a layer.</summary>
/// <remarks>Mirrors Paddle's HookRemoveHelper.</remarks>
public abstract class LayerHook
{
    private protected LayerHook()
    {
    }

    /// <summary>Takes the hook away.</summary>
    public abstract void Remove();
}
