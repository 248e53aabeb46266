namespace Trireme.Tests.Ops.Gradients;

/// <summary>All rows: each family of operators has a part of its own.</summary>
public static partial class GradientTable
{
    /// <summary>Made once: a row's point is read only.</summary>
    public static IReadOnlyList<GradientRow> Rows { get; } = typeof(GradientTable).GetProperties()
        .Where(p => p.PropertyType == typeof(GradientRow[])).OrderBy(p => p.Name, StringComparer.Ordinal).SelectMany(p => (GradientRow[])p.GetValue(null)!).ToArray();
}
