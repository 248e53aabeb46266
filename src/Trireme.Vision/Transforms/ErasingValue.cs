namespace Trireme.Vision.Transforms;

/// <summary>What <see cref="RandomErasing"/> puts in place: a number, one a channel, or <c>"random"</c>.</summary>
public readonly struct ErasingValue
{
    private ErasingValue(Numbers colour, bool isRandom) => (Colour, IsRandom) = (colour, isRandom);

    /// <summary>Whether every sample is drawn from a normal distribution.</summary>
    public bool IsRandom { get; }

    /// <summary>The colour otherwise.</summary>
    public Numbers Colour { get; }

    /// <summary>One number for all channels.</summary>
    /// <param name="value">In the image's own range.</param>
    public static implicit operator ErasingValue(double value) => new(value, false);

    /// <summary>One number a channel.</summary>
    /// <param name="values">In the image's own range.</param>
    public static implicit operator ErasingValue(double[] values) => new(values, false);

    /// <summary>Numbers.</summary>
    /// <param name="values">One, or one a channel.</param>
    public static implicit operator ErasingValue(Numbers values) => new(values, false);

    /// <summary>Noise.</summary>
    /// <param name="name"><c>"random"</c>.</param>
    /// <exception cref="InvalidArgumentException">It is another word.</exception>
    public static implicit operator ErasingValue(string name) => name == "random" ? new(default, true)
        : throw new InvalidArgumentException($"RandomErasing: value is '{name}'.", "It must be numbers or 'random'.");
}
