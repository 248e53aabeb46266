using System.Globalization;

namespace Trireme.Samples.Tutorials;

/// <summary>Numbers as the tutorials print them.</summary>
internal static class Show
{
    /// <summary>One number as an array of one element, which losses were when the tutorials were written: <c>[0.06991791]</c>.</summary>
    public static string Array(Tensor number) => NumpyText.Of(number.Reshape([1]));

    /// <summary>A number as Python prints a NumPy float32: <c>0.06991791</c>, <c>9e-05</c>, <c>4.0</c>.</summary>
    public static string Number(float value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().IndexOfAny('.', 'e', 'N') >= 0 || text.EndsWith('y') ? text : text + ".0";
    }

    /// <summary>A list of one array as Python prints what an executor fetched: <c>[array([2.3024247, 2.31], dtype=float32)]</c>.</summary>
    public static string Fetched(Tensor results)
    {
        string row = NumpyText.Of(results)[1..^1];
        // NumPy gives all elements one width and puts a space between them, here a comma too.
        int width = (row.Length + 1) / (int)results.Size;
        IEnumerable<string> numbers = Enumerable.Range(0, (int)results.Size).Select(i => row.Substring(i * width, width - 1));
        return $"[array([{string.Join(", ", numbers)}], dtype={results.DType})]";
    }
}
