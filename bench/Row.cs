namespace Trireme.Bench;

/// <summary>One line of the table: the same work on both sides.</summary>
/// <param name="Group">Rows of one kind.</param>
/// <param name="Name">What is done, with sizes.</param>
/// <param name="Kind">The function in torch_side.py that does it there.</param>
/// <param name="Open">Makes it ready on this side.</param>
internal sealed record Row(string Group, string Name, string Kind, Func<Case> Open)
{
    /// <summary>Arguments of the function on the other side.</summary>
    public Dictionary<string, object> Arguments { get; init; } = [];

    /// <summary>How much work one repetition is, in <see cref="WorkUnit"/>; 0 where only the time says something.</summary>
    public double Work { get; init; }

    /// <summary>The unit of the rate, such as GFLOP/s; the rate is <see cref="Work"/> divided by seconds.</summary>
    public string WorkUnit { get; init; } = "";

    /// <summary>
    /// Whether both sides are compared with float64 instead of with each other: where rounding grows from layer to layer, two right results differ.
    /// This side passes where the norm of its difference is within <see cref="Tolerance"/> of the norm, or within twice what PyTorch's is.
    /// </summary>
    public bool ComparesWithFloat64 { get; init; }

    /// <summary>The same work under conditions in which two right results agree; it is compared first, and never timed.</summary>
    public Row? Conditioned { get; init; }

    /// <summary>Largest difference allowed, relative to the largest value of the array.</summary>
    public double Tolerance { get; init; } = 1e-3;
}
