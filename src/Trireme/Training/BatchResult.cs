namespace Trireme;

/// <summary>What one batch gave.</summary>
/// <param name="Losses">The losses, usually one; empty where no loss was prepared.</param>
/// <param name="Metrics">The metrics' values, in the order in which they were prepared.</param>
public sealed record BatchResult(double[] Losses, double[] Metrics);
