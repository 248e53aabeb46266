namespace Trireme.Vision.Datasets;

/// <summary>
/// The numbers behind one synthetic digit. Made of integer arithmetic, additions, products and square roots only, which round alike
/// everywhere, so the data set is the same on every machine.
/// </summary>
internal struct DigitRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    // Four uniform numbers have variance 4/12; this makes it 1.
    private const float NormalScale = 1.7320508f;

    private ulong _state;

    /// <summary>The stream of one sample: any two samples have unrelated streams, whatever the others are.</summary>
    public DigitRandom(ulong seed, ulong stream, ulong index) => _state = Mix(Mix(Mix(seed + Step) + stream + Step) + index + Step);

    /// <summary>From 0 (included) to 1 (excluded), 24 bits.</summary>
    public float Uniform() => (Next() >> 40) * (1f / (1 << 24));

    public float Between(float low, float high) => low + ((high - low) * Uniform());

    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>Close to a normal distribution with mean 0 and deviation 1, but never beyond 3.47.</summary>
    public float Normal() => (Uniform() + Uniform() + Uniform() + Uniform() - 2) * NormalScale;

    private ulong Next() => Mix(_state += Step);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
