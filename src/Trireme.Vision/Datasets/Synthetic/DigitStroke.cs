using System.Globalization;

namespace Trireme.Vision.Datasets;

/// <summary>One movement of the pen: points it passes through, smoothly except at its corners.</summary>
internal sealed class DigitStroke
{
    private DigitStroke(float[] x, float[] y, bool[] corner)
    {
        X = x;
        Y = y;
        Corner = corner;
    }

    /// <summary>Abscissas, 0 (left) to 100.</summary>
    public float[] X { get; }

    /// <summary>Ordinates, 0 (top) to 100.</summary>
    public float[] Y { get; }

    /// <summary>Whether the pen turns sharply at a point.</summary>
    public bool[] Corner { get; }

    /// <summary>Strokes from text: points <c>x,y</c>, a bar after a corner, a semicolon between strokes.</summary>
    public static DigitStroke[] Parse(string text) => [.. text.Split(';').Select(One)];

    private static DigitStroke One(string text)
    {
        List<float> x = [], y = [];
        List<bool> corner = [];
        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "|")
            {
                corner[^1] = true;
                continue;
            }
            int comma = part.IndexOf(',');
            x.Add(float.Parse(part.AsSpan(0, comma), CultureInfo.InvariantCulture));
            y.Add(float.Parse(part.AsSpan(comma + 1), CultureInfo.InvariantCulture));
            corner.Add(false);
        }
        return new DigitStroke([.. x], [.. y], [.. corner]);
    }
}
