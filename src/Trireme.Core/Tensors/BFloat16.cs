namespace Trireme;

/// <summary>A 16-bit floating point number: the sign, the exponent and the upper 7 fraction bits of a binary32.</summary>
/// <param name="Bits">The bit pattern.</param>
/// <remarks>Arithmetic is done in float; this type stores and converts.</remarks>
public readonly record struct BFloat16(ushort Bits)
{
    /// <summary>Rounds to the nearest bfloat16, ties to even; NaN stays NaN.</summary>
    /// <param name="value">The number to round.</param>
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
            return new BFloat16((ushort)((bits >> 16) | 0x40));
        bits += 0x7FFF + ((bits >> 16) & 1);
        return new BFloat16((ushort)(bits >> 16));
    }

    /// <summary>The exact value as a float.</summary>
    /// <param name="value">The number to widen.</param>
    public static explicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>The value in decimal.</summary>
    public override string ToString() => ((float)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
