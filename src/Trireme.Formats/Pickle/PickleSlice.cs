namespace Trireme.Formats.Pickle;

/// <summary>A Python slice object, start:stop:step; null stands for None.</summary>
/// <param name="Start">First index.</param>
/// <param name="Stop">Index behind the last.</param>
/// <param name="Step">Distance.</param>
public sealed record PickleSlice(object? Start, object? Stop, object? Step);
