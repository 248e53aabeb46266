namespace Trireme;

/// <summary>The limits of a floating point type.</summary>
/// <param name="Dtype">The type.</param>
/// <param name="Bits">How many bits an element has.</param>
/// <param name="Eps">The distance from 1 to the next number.</param>
/// <param name="Min">The least finite number: −<paramref name="Max"/>.</param>
/// <param name="Max">The largest finite number.</param>
/// <param name="SmallestNormal">The smallest positive number with all digits.</param>
/// <param name="Resolution">A power of ten that says how many decimal digits are right.</param>
/// <remarks>Mirrors what paddle.finfo returns; made by <c>Paddle.Finfo</c>. IEEE 754-2008, table 3.5.</remarks>
public sealed record FloatInfo(DType Dtype, int Bits, double Eps, double Min, double Max, double SmallestNormal, double Resolution)
{
    /// <summary>Another name of <see cref="SmallestNormal"/>.</summary>
    public double Tiny => SmallestNormal;

    /// <summary>The limits of a type that has so many digits of precision after the leading one and exponents up to a largest one.</summary>
    internal static FloatInfo Of(DType dtype, int fraction, int largestExponent, double resolution)
    {
        double max = (2 - Math.ScaleB(1, -fraction)) * Math.ScaleB(1, largestExponent);
        return new FloatInfo(dtype, dtype.Size * 8, Math.ScaleB(1, -fraction), -max, max, Math.ScaleB(1, 1 - largestExponent), resolution);
    }
}
