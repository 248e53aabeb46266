using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>A run of an array's elements, written as a one-dimensional array without copying it first.</summary>
internal sealed record ArraySlice(NumpyArray Array, int Start, int Count);
