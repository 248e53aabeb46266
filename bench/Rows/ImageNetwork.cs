using Trireme.NN;

namespace Trireme.Bench.Rows;

/// <summary>A network for photographs, 224 x 224.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Key">What torch_side.py calls it.</param>
/// <param name="Make">Makes it, with fresh parameters.</param>
/// <param name="Batch">Images at a time.</param>
/// <param name="Trains">Whether its training is measured, too.</param>
internal sealed record ImageNetwork(string Name, string Key, Func<Layer> Make, int Batch, bool Trains);
