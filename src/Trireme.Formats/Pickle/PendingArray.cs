using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>An array that _reconstruct has announced and a BUILD fills.</summary>
internal sealed class PendingArray : Unsettled
{
    public NumpyArray? Value { get; set; }

    public override string ToString() => "numpy.ndarray";
}
