using System.Collections;

namespace Trireme.IO;

/// <summary>One example of a dataset: its fields in order, usually data and label. Tuples convert to it: <c>return (image, label);</c></summary>
/// <param name="fields">The fields: tensors, numbers, .NET arrays of numbers, strings, or anything a custom collate function takes.</param>
public sealed class Sample(params object?[] fields) : IReadOnlyList<object?>
{
    /// <summary>How many fields there are.</summary>
    public int Count => fields.Length;

    /// <summary>The field at a position.</summary>
    /// <param name="index">0 to Count - 1.</param>
    public object? this[int index] => fields[index];

    /// <summary>The first two fields: <c>foreach (var (data, label) in dataset)</c>.</summary>
    /// <param name="data">The first field.</param>
    /// <param name="label">The second field, or null.</param>
    public void Deconstruct(out object? data, out object? label)
    {
        data = fields.Length > 0 ? fields[0] : null;
        label = fields.Length > 1 ? fields[1] : null;
    }

    /// <summary>A sample with one field.</summary>
    /// <param name="tensor">The field.</param>
    public static implicit operator Sample(Tensor tensor) => new(tensor);

    /// <summary>A sample with two fields.</summary>
    /// <param name="fields">The fields.</param>
    public static implicit operator Sample((object? Data, object? Label) fields) => new(fields.Data, fields.Label);

    /// <summary>A sample with three fields.</summary>
    /// <param name="fields">The fields.</param>
    public static implicit operator Sample((object? First, object? Second, object? Third) fields) => new(fields.First, fields.Second, fields.Third);

    /// <summary>A sample with these fields.</summary>
    /// <param name="fields">The fields.</param>
    public static implicit operator Sample(object?[] fields) => new(fields);

    /// <summary>Enumerates the fields.</summary>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
