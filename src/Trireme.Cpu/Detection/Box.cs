namespace Trireme.Cpu.Detection;

/// <summary>A box by two corners.</summary>
internal readonly record struct Box(float X1, float Y1, float X2, float Y2)
{
    public static Box At(ReadOnlySpan<float> boxes, int index) => new(boxes[4 * index], boxes[(4 * index) + 1], boxes[(4 * index) + 2], boxes[(4 * index) + 3]);

    /// <summary>The area; sides are one more with pixels. A box whose corners are exchanged has none.</summary>
    public float Area(float extra) => X2 < X1 || Y2 < Y1 ? 0 : (X2 - X1 + extra) * (Y2 - Y1 + extra);

    /// <summary>Intersection over union.</summary>
    public float Overlap(Box other, float extra)
    {
        float left = Math.Max(X1, other.X1), right = Math.Min(X2, other.X2), top = Math.Max(Y1, other.Y1), bottom = Math.Min(Y2, other.Y2);
        if (left > right || top > bottom)
            return 0;
        float shared = (right - left + extra) * (bottom - top + extra), union = Area(extra) + other.Area(extra) - shared;
        return union > 0 ? shared / union : 0;
    }

    /// <summary>The box moved and stretched relative to its own size; the logarithm of a side grows at most by <paramref name="mostGrowth"/>.</summary>
    public Box Moved(ReadOnlySpan<float> delta, ReadOnlySpan<float> variance, float extra, float mostGrowth = float.PositiveInfinity)
    {
        float w = X2 - X1 + extra, h = Y2 - Y1 + extra;
        float x = (variance[0] * delta[0] * w) + X1 + (w / 2), y = (variance[1] * delta[1] * h) + Y1 + (h / 2);
        float width = MathF.Exp(Math.Min(variance[2] * delta[2], mostGrowth)) * w, height = MathF.Exp(Math.Min(variance[3] * delta[3], mostGrowth)) * h;
        return new Box(x - (width / 2), y - (height / 2), x + (width / 2) - extra, y + (height / 2) - extra);
    }

    public void CopyTo(Span<float> boxes, int index)
    {
        (boxes[4 * index], boxes[(4 * index) + 1]) = (X1, Y1);
        (boxes[(4 * index) + 2], boxes[(4 * index) + 3]) = (X2, Y2);
    }
}
