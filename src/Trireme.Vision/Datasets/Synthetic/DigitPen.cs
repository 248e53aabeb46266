namespace Trireme.Vision.Datasets;

/// <summary>Draws round strokes of changing width into a 28 × 28 image, anti-aliased. One instance serves one thread.</summary>
internal sealed class DigitPen
{
    public const int Size = 28;

    private readonly float[] _ink = new float[Size * Size];

    /// <summary>How much of each pixel is covered, 0 to 1.</summary>
    public ReadOnlySpan<float> Ink => _ink;

    public void Clear() => Array.Clear(_ink);

    /// <summary>A line whose radius goes from one value to another; its edge is <paramref name="softness"/> pixels wide.</summary>
    public void Line(float x0, float y0, float r0, float x1, float y1, float r1, float softness)
    {
        float reach = Math.Max(r0, r1) + softness;
        int left = Math.Max(0, (int)(Math.Min(x0, x1) - reach)), right = Math.Min(Size - 1, (int)(Math.Max(x0, x1) + reach));
        int top = Math.Max(0, (int)(Math.Min(y0, y1) - reach)), bottom = Math.Min(Size - 1, (int)(Math.Max(y0, y1) + reach));
        float dx = x1 - x0, dy = y1 - y0;
        float square = (dx * dx) + (dy * dy);
        float scale = square > 0 ? 1 / square : 0, edge = 1 / softness;
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                // The pixel's centre against the nearest point of the line.
                float px = x + 0.5f - x0, py = y + 0.5f - y0;
                float t = Math.Clamp(((px * dx) + (py * dy)) * scale, 0, 1);
                float ex = px - (t * dx), ey = py - (t * dy);
                float distance = MathF.Sqrt((ex * ex) + (ey * ey));
                float cover = Math.Min(1, 0.5f + ((r0 + (t * (r1 - r0)) - distance) * edge));
                ref float ink = ref _ink[(y * Size) + x];
                if (cover > ink)
                    ink = cover;
            }
        }
    }
}
