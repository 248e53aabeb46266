namespace Trireme.Formats.Matlab;

/// <summary>A matrix of numbers as MATLAB keeps it.</summary>
/// <param name="Shape">Rows, columns and, where there are more, further dimensions.</param>
/// <param name="Values">The elements, column after column; integers of 64 bits are rounded to doubles.</param>
public sealed record MatMatrix(IReadOnlyList<int> Shape, double[] Values);
