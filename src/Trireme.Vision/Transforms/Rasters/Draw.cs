using Trireme.Random;

namespace Trireme.Vision.Transforms.Rasters;

/// <summary>The random numbers of one call of a transform, one after the other.</summary>
internal ref struct Draw
{
    private readonly RandomStream _stream;
    private long _next;

    private Draw(RandomStream stream) => _stream = stream;

    /// <summary>The next draw of the thread's default generator.</summary>
    public static Draw Next() => new(Generator.Default.Next());

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit()
    {
        (uint a, uint b, _, _) = _stream.Block(_next++);
        return RandomStream.ToDouble(a, b);
    }

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + ((high - low) * Unit());

    /// <summary>Uniform whole number in [0, count).</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>Normal with mean 0 and variance 1, by Box and Muller.</summary>
    public float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit()));
}
