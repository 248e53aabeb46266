namespace Trireme.Vision.Datasets;

/// <summary>How one writer's hand departs from the template: a smooth random displacement, then scale, slant, rotation and place.</summary>
internal sealed class DigitWarp
{
    private const int Cells = 4;
    private const float CellSize = 100f / Cells;

    private readonly float[] _dx = new float[(Cells + 1) * (Cells + 1)];
    private readonly float[] _dy = new float[(Cells + 1) * (Cells + 1)];
    private float _xx;
    private float _xy;
    private float _yx;
    private float _yy;
    private float _x0;
    private float _y0;

    /// <summary>Draws a new hand.</summary>
    public void Draw(ref DigitRandom random)
    {
        float strength = random.Between(1.5f, 6.5f);
        for (int i = 0; i < _dx.Length; i++)
            (_dx[i], _dy[i]) = (random.Normal() * strength, random.Normal() * strength);

        // Pixels per unit of the template: the digit is 15 to 22 pixels high and 0.6 to 1.1 times as wide as drawn.
        float height = random.Between(0.15f, 0.22f), width = height * random.Between(0.6f, 1.1f);
        float slant = Math.Clamp((random.Normal() * 0.22f) + 0.08f, -0.5f, 0.6f);
        // The tangent of the angle; sine and cosine follow from it without a library function.
        float tangent = random.Normal() * 0.13f;
        float cosine = 1 / MathF.Sqrt(1 + (tangent * tangent)), sine = tangent * cosine;
        // Rotation times (slant, then scale); y points down, so a slant to the right moves the top right.
        (float a, float b, float d) = (width, -slant * height, height);
        (_xx, _xy, _yx, _yy) = (cosine * a, (cosine * b) - (sine * d), sine * a, (sine * b) + (cosine * d));
        (_x0, _y0) = (14 + (random.Normal() * 0.9f), 14 + (random.Normal() * 0.9f));
    }

    /// <summary>Takes a point of the template to pixels.</summary>
    public void Apply(ref float x, ref float y)
    {
        float gx = Math.Clamp(x / CellSize, 0, Cells - 0.001f), gy = Math.Clamp(y / CellSize, 0, Cells - 0.001f);
        int ix = (int)gx, iy = (int)gy;
        float fx = Smooth(gx - ix), fy = Smooth(gy - iy);
        int at = (iy * (Cells + 1)) + ix;
        x += Blend(_dx, at, fx, fy) - 50;
        y += Blend(_dy, at, fx, fy) - 50;
        (x, y) = ((_xx * x) + (_xy * y) + _x0, (_yx * x) + (_yy * y) + _y0);
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));

    private static float Blend(float[] grid, int at, float fx, float fy)
    {
        float top = grid[at] + (fx * (grid[at + 1] - grid[at]));
        float bottom = grid[at + Cells + 1] + (fx * (grid[at + Cells + 2] - grid[at + Cells + 1]));
        return top + (fy * (bottom - top));
    }
}
