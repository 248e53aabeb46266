namespace Trireme.Autograd;

/// <summary>A tensor the gradient will read, with the version it had: overwriting it in between must not give a wrong gradient.</summary>
internal readonly struct SavedTensor(Tensor tensor)
{
    private readonly int _version = tensor.IsSymbolic ? 0 : tensor.Storage.Version;

    public Tensor? Tensor { get; } = tensor;

    public Tensor Read(string operatorType, string slot)
    {
        if (!Tensor!.IsSymbolic && Tensor.Storage.Version != _version)
        {
            throw new PreconditionNotMetException($"{operatorType}: its gradient needs {slot} {Tensor.Shape}, which was overwritten by an in-place operation.",
                $"It is at version {Tensor.Storage.Version}; the gradient needs version {_version}.",
                "Use the form without the trailing underscore, clone the tensor before changing it, or call Backward first.");
        }
        return Tensor;
    }
}
