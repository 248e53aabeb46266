namespace Trireme.Training.Progress;

/// <summary>One layer's call in the table of <c>Model.summary</c>.</summary>
/// <param name="Layer">The layer's type and running number: <c>Conv2D-1</c>.</param>
/// <param name="Inputs">The shapes of its inputs.</param>
/// <param name="Outputs">The shapes of its outputs.</param>
/// <param name="Parameters">The elements of the layer's own parameters, those of its sub-layers left out.</param>
internal sealed record SummaryRow(string Layer, IReadOnlyList<Shape> Inputs, IReadOnlyList<Shape> Outputs, long Parameters);
