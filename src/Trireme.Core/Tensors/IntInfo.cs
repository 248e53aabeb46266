namespace Trireme;

/// <summary>The limits of an integer type.</summary>
/// <param name="Dtype">The type.</param>
/// <param name="Bits">How many bits an element has.</param>
/// <param name="Min">The least number.</param>
/// <param name="Max">The largest number.</param>
/// <remarks>Mirrors what paddle.iinfo returns; made by <c>Paddle.Iinfo</c>. The limits are of a type that holds those of int64 and of uint64.</remarks>
public sealed record IntInfo(DType Dtype, int Bits, Int128 Min, Int128 Max);
