namespace Trireme.Formats.Tensors;

/// <summary>Some rows of a tall tensor, as a file holds them: the gradient or the value of an embedding.</summary>
/// <param name="Rows">Numbers of the rows that are there.</param>
/// <param name="Height">Number of rows of the tall tensor.</param>
/// <param name="Value">The rows, one after another; the first dimension is the number of rows. Without sequence offsets.</param>
public sealed record SelectedRowsRecord(long[] Rows, long Height, TensorRecord Value);
