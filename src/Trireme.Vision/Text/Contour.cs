namespace Trireme.Vision.Text;

/// <summary>A border between set and unset pixels: the set pixels along it, each a neighbour (of eight) of the one before, the last of the first.</summary>
/// <param name="Points">Columns and rows; a pixel that the border passes twice stands twice.</param>
/// <param name="IsHole">False for the outside of a connected region, true for the rim of a hole in one.</param>
public sealed record Contour(IReadOnlyList<(int X, int Y)> Points, bool IsHole);
