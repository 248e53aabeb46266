namespace Trireme.Vision.Datasets;

/// <summary>Draws single digits; one instance serves one thread.</summary>
internal sealed class DigitArtist
{
    private const int StepsPerSpan = 6;
    private const float Thinnest = 0.45f;
    private const float Thickest = 2.3f;

    // From the pen's middle to the frame; a pen at its thickest stays inside.
    private const float Margin = 3f;

    private readonly DigitPen _pen = new();
    private readonly DigitWarp _warp = new();
    private readonly List<float> _x = [];
    private readonly List<float> _y = [];
    private readonly List<bool> _starts = [];
    private readonly float[] _px = new float[32];
    private readonly float[] _py = new float[32];

    /// <summary>Draws the digit that <paramref name="random"/> chooses into <paramref name="image"/> and returns which it is.</summary>
    public byte Draw(DigitRandom random, Span<byte> image)
    {
        int digit = random.Below(10);
        DigitStroke[][] styles = DigitTemplates.Styles[digit];
        Trace(styles[random.Below(styles.Length)], ref random);
        KeepInside();
        Ink(ref random);
        Develop(ref random, image);
        return (byte)digit;
    }

    /// <summary>The strokes as points in pixels.</summary>
    private void Trace(DigitStroke[] strokes, ref DigitRandom random)
    {
        _x.Clear();
        _y.Clear();
        _starts.Clear();
        _warp.Draw(ref random);
        float unsteadiness = random.Between(0.8f, 3f);
        foreach (DigitStroke stroke in strokes)
        {
            int count = stroke.X.Length;
            for (int i = 0; i < count; i++)
                (_px[i], _py[i]) = (stroke.X[i] + (random.Normal() * unsteadiness), stroke.Y[i] + (random.Normal() * unsteadiness));
            for (int i = 0; i + 1 < count; i++)
            {
                // A Catmull-Rom span; at a corner or an end the neighbour beyond is the point itself.
                int before = i == 0 || stroke.Corner[i] ? i : i - 1, after = i + 2 == count || stroke.Corner[i + 1] ? i + 1 : i + 2;
                for (int s = i == 0 ? 0 : 1; s <= StepsPerSpan; s++)
                {
                    float t = (float)s / StepsPerSpan;
                    float x = Spline(_px[before], _px[i], _px[i + 1], _px[after], t), y = Spline(_py[before], _py[i], _py[i + 1], _py[after], t);
                    _warp.Apply(ref x, ref y);
                    _x.Add(x);
                    _y.Add(y);
                    _starts.Add(i == 0 && s == 0);
                }
            }
        }
    }

    /// <summary>Moves the digit into the image where a corner of it would lie outside, and shrinks it where it is too large.</summary>
    private void KeepInside()
    {
        Fit(_x);
        Fit(_y);
    }

    private static void Fit(List<float> at)
    {
        const float Low = Margin, High = DigitPen.Size - Margin;
        float min = at.Min(), max = at.Max();
        float scale = Math.Min(1, (High - Low) / Math.Max(max - min, 1e-3f));
        float middle = (min + max) / 2, half = (max - min) * scale / 2;
        float shift = Math.Clamp(middle, Low + half, High - half) - middle;
        for (int i = 0; i < at.Count; i++)
            at[i] = middle + shift + ((at[i] - middle) * scale);
    }

    private void Ink(ref DigitRandom random)
    {
        _pen.Clear();
        float wide = random.Uniform();
        float radius = 0.65f + (1.25f * wide * wide) + (0.15f * random.Uniform());
        float softness = random.Between(0.9f, 1.7f);
        // The pressure wanders as the pen goes, between two and five points of rest.
        int rests = 2 + random.Below(4);
        Span<float> pressure = stackalloc float[6];
        for (int i = 0; i <= rests; i++)
            pressure[i] = radius * (1 + (0.18f * random.Normal()));
        float scale = (float)rests / _x.Count;
        float last = pressure[0];
        for (int i = 1; i < _x.Count; i++)
        {
            float at = i * scale;
            int rest = (int)at;
            float here = Math.Clamp(pressure[rest] + ((at - rest) * (pressure[rest + 1] - pressure[rest])), Thinnest, Thickest);
            if (!_starts[i])
                _pen.Line(_x[i - 1], _y[i - 1], last, _x[i], _y[i], here, softness);
            last = here;
        }
    }

    /// <summary>Ink to grey values: a strength, a grain, and now and then a dirty background.</summary>
    private void Develop(ref DigitRandom random, Span<byte> image)
    {
        float strength = 255 * random.Between(0.8f, 1.05f), grain = random.Between(0, 0.16f);
        float dirt = random.Uniform() < 0.2f ? random.Between(10, 60) : 0;
        ReadOnlySpan<float> ink = _pen.Ink;
        for (int i = 0; i < image.Length; i++)
        {
            float value = ink[i] > 0 ? ink[i] * strength * (1 - (grain * random.Uniform())) : 0;
            if (dirt > 0)
                value += Math.Max(0, random.Uniform() - 0.6f) * dirt;
            image[i] = (byte)Math.Clamp(value + 0.5f, 0, 255);
        }
    }

    private static float Spline(float before, float from, float to, float after, float t)
    {
        float slope0 = (to - before) / 2, slope1 = (after - from) / 2, rise = to - from;
        return from + (t * (slope0 + (t * ((3 * rise) - (2 * slope0) - slope1 + (t * (slope0 + slope1 - (2 * rise)))))));
    }
}
