namespace Trireme;

/// <summary>Where a tensor lies and where operators on it run.</summary>
/// <remarks>Mirrors paddle.CPUPlace; prints as Paddle prints it.</remarks>
public sealed record Place
{
    private Place(string kind) => Kind = kind;

    /// <summary>The CPU.</summary>
    public static Place Cpu { get; } = new("cpu");

    /// <summary>The kind of device: <c>cpu</c>.</summary>
    public string Kind { get; }

    /// <summary><c>Place(cpu)</c>.</summary>
    public override string ToString() => $"Place({Kind})";
}
