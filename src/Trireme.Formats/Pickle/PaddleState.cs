using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>A state dict as a file holds it: arrays (and small nested values) by structured name, in order, and the parameter name of each array.</summary>
public sealed class PaddleState
{
    /// <summary>
    /// "fc1.weight" → <see cref="NumpyArray"/>; other entries (a learning-rate schedule's state, master weights) are trees of the kinds that
    /// <see cref="PickleFile"/> lists, tensors inside them being <see cref="PaddleTensor"/>.
    /// </summary>
    public OrderedDictionary<string, object?> Entries { get; } = [];

    /// <summary>"fc1.weight" → "linear_0.w_0". An array without an entry is written under its structured name.</summary>
    public OrderedDictionary<string, string> ParameterNames { get; } = [];

    /// <summary>The entries that are arrays, in order.</summary>
    public IEnumerable<KeyValuePair<string, NumpyArray>> Arrays
        => Entries.Where(e => e.Value is NumpyArray).Select(e => KeyValuePair.Create(e.Key, (NumpyArray)e.Value!));
}
