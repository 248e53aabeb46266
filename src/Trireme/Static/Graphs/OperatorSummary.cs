namespace Trireme.Static.Graphs;

/// <summary>One operator in a <see cref="ProgramSummary"/>.</summary>
/// <param name="Block">The number of the block it is in.</param>
/// <param name="Index">Its place in the block.</param>
/// <param name="Type">Paddle's name of it.</param>
/// <param name="Outputs">The variables that it writes, those left out that only its gradient reads.</param>
/// <param name="Shapes">What each of them looks like; -1 where a dimension is not known.</param>
/// <param name="Parameters">The elements of the persistable variables that it is the first to read.</param>
/// <param name="Flops">The operations it takes, counted as <c>Paddle.Flops</c> counts; null where shapes are not known.</param>
public sealed record OperatorSummary(int Block, int Index, string Type, IReadOnlyList<string> Outputs, IReadOnlyList<Shape> Shapes, long Parameters, long? Flops);
