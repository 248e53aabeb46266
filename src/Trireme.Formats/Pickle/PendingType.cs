using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>A numpy.dtype: made by a call, given its byte order by a BUILD after it.</summary>
internal sealed class PendingType(NumpyType type, bool bigEndian) : Unsettled
{
    public NumpyType Type => type;

    public bool BigEndian { get; set; } = bigEndian;

    public override string ToString() => "numpy.dtype";
}
