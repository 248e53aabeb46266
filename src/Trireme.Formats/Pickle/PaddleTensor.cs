using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>A tensor as a Paddle file holds it: its elements and, where the file tells, its parameter name ("linear_0.w_0").</summary>
/// <param name="Name">The parameter name, or null.</param>
/// <param name="Array">Shape and elements; element type u2 holds the bits of bfloat16.</param>
public sealed record PaddleTensor(string? Name, NumpyArray Array);
