using System.Globalization;

namespace Trireme;

/// <summary>A Python number: an integer, a floating point number or a bool, where Paddle takes a number beside a tensor.</summary>
/// <remarks>Keeps integers exact and remembers which of the three it was: the result type of <c>tensor * 2</c> and <c>tensor * 2.0</c> differs.</remarks>
public readonly record struct Scalar
{
    private readonly double _real;
    private readonly long _integer;

    private Scalar(DTypeKind kind, double real, long integer)
    {
        Kind = kind;
        _real = real;
        _integer = integer;
    }

    /// <summary>Bool, Int64 or Float64 (a Python bool, int or float), or UInt64.</summary>
    public DTypeKind Kind { get; }

    /// <summary>Whether the number was written as a floating point number.</summary>
    public bool IsFloating => Kind == DTypeKind.Float64;

    /// <summary>The number as a double.</summary>
    public double ToDouble() => IsFloating ? _real : Kind == DTypeKind.UInt64 ? (ulong)_integer : _integer;

    /// <summary>The number as an integer; fractions are cut off, an unsigned number of 2^63 or more wraps.</summary>
    public long ToInt64() => IsFloating ? (long)_real : _integer;

    /// <summary>The number as an unsigned integer; fractions are cut off and what is out of range becomes the nearest bound, but a negative integer wraps.</summary>
    public ulong ToUInt64() => IsFloating ? (ulong)_real : (ulong)_integer;

    /// <summary>An integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(int value) => new(DTypeKind.Int64, 0, value);

    /// <summary>An integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(long value) => new(DTypeKind.Int64, 0, value);

    /// <summary>An unsigned integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(ulong value) => new(DTypeKind.UInt64, 0, (long)value);

    /// <summary>An integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(uint value) => new(DTypeKind.Int64, 0, value);

    /// <summary>An integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(ushort value) => new(DTypeKind.Int64, 0, value);

    /// <summary>An integer.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(byte value) => new(DTypeKind.Int64, 0, value);

    /// <summary>A floating point number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(float value) => new(DTypeKind.Float64, value, 0);

    /// <summary>A floating point number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Scalar(double value) => new(DTypeKind.Float64, value, 0);

    /// <summary>true or false.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Scalar(bool value) => new(DTypeKind.Bool, 0, value ? 1 : 0);

    /// <summary>The number in decimal.</summary>
    public override string ToString()
        => Kind switch
        {
            DTypeKind.Float64 => _real.ToString(CultureInfo.InvariantCulture),
            DTypeKind.Bool => (_integer != 0).ToString(),
            DTypeKind.UInt64 => ((ulong)_integer).ToString(CultureInfo.InvariantCulture),
            _ => _integer.ToString(CultureInfo.InvariantCulture),
        };
}
