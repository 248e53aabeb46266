namespace Trireme;

/// <summary>Which norm: a number, infinity, or one of the names <c>fro</c> (Frobenius) and <c>nuc</c> (nuclear).</summary>
/// <remarks>Converts from numbers and from strings: <c>p: 2</c>, <c>p: double.PositiveInfinity</c>, <c>p: "fro"</c>.</remarks>
public readonly record struct NormOrder
{
    private NormOrder(double value, string? name)
    {
        Value = value;
        Name = name;
    }

    /// <summary>The number; NaN where a name was given.</summary>
    public double Value { get; }

    /// <summary>fro or nuc; null where a number was given.</summary>
    public string? Name { get; }

    /// <summary>The p-norm.</summary>
    /// <param name="p">The number p.</param>
    public static implicit operator NormOrder(double p) => new(p, null);

    /// <summary>The p-norm.</summary>
    /// <param name="p">The number p.</param>
    public static implicit operator NormOrder(int p) => new(p, null);

    /// <summary>A norm by name.</summary>
    /// <param name="name">fro, nuc, inf or -inf.</param>
    /// <exception cref="InvalidArgumentException">There is no such norm.</exception>
    public static implicit operator NormOrder(string name) => name switch
    {
        "fro" or "nuc" => new(double.NaN, name),
        "inf" => new(double.PositiveInfinity, null),
        "-inf" => new(double.NegativeInfinity, null),
        _ => throw new InvalidArgumentException($"There is no norm '{name}'.", null, "Use a number, inf, -inf, fro or nuc."),
    };

    /// <summary>The name or the number.</summary>
    public override string ToString() => Name ?? Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
