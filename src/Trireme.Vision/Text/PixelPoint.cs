using System.Globalization;

namespace Trireme.Vision.Text;

/// <summary>A place in a picture: columns to the right, rows downwards; (0, 0) is the middle of the pixel at the upper left.</summary>
/// <param name="X">The column.</param>
/// <param name="Y">The row.</param>
public readonly record struct PixelPoint(double X, double Y)
{
    /// <summary>A point moved by another, taken as a vector.</summary>
    /// <param name="a">The point.</param>
    /// <param name="b">By how much.</param>
    public static PixelPoint operator +(PixelPoint a, PixelPoint b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>The vector from one point to another.</summary>
    /// <param name="a">Where it ends.</param>
    /// <param name="b">Where it starts.</param>
    public static PixelPoint operator -(PixelPoint a, PixelPoint b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>A vector of another length.</summary>
    /// <param name="a">The vector.</param>
    /// <param name="scale">How many times as long; negative numbers turn it round.</param>
    public static PixelPoint operator *(PixelPoint a, double scale) => new(a.X * scale, a.Y * scale);

    /// <summary>The distance to another point.</summary>
    /// <param name="other">The other point.</param>
    public double DistanceTo(PixelPoint other) => double.Hypot(X - other.X, Y - other.Y);

    /// <summary>Column and row with one digit after the point, such as <c>(12.5, 3.0)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({X:0.0}, {Y:0.0})");

    internal static double Dot(PixelPoint a, PixelPoint b) => (a.X * b.X) + (a.Y * b.Y);

    /// <summary>Twice the signed area of the triangle o, a, b.</summary>
    internal static double Cross(PixelPoint o, PixelPoint a, PixelPoint b) => ((a.X - o.X) * (b.Y - o.Y)) - ((a.Y - o.Y) * (b.X - o.X));
}
