using System.Globalization;

namespace Trireme;

/// <summary>Arrays as NumPy prints them: <c>[0.06991791]</c>.</summary>
public static class NumpyText
{
    private const int Precision = 8, EdgeItems = 3, LineWidth = 75, Threshold = 1000;

    /// <summary>The values of a tensor as NumPy prints an array of them.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <remarks>Mirrors <c>print(tensor.numpy())</c>.</remarks>
    public static string Of(Tensor tensor)
    {
        int[] dims = tensor.Shape.ToArray();
        bool summary = tensor.Size > Threshold;
        var shown = new List<long>();
        Visit(dims, summary, 0, 0, shown);
        Func<long, string> format = tensor.DType == DType.Bool ? i => tensor.ItemAt<bool>(i) ? "True" : "False"
            : tensor.DType.IsInteger ? tensor.IntegerText
            : Floats(tensor, shown);
        if (dims.Length == 0)
            return format(0).Trim();
        int width = shown.Count == 0 ? 0 : shown.Max(i => format(i).Length);
        return Block(dims, summary, 0, 0, i => format(i).PadLeft(width));
    }

    /// <summary>Values as NumPy prints an array of them.</summary>
    /// <typeparam name="T">The .NET type of the elements.</typeparam>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">The dimensions; one dimension where null.</param>
    /// <exception cref="InvalidArgumentException"><typeparamref name="T"/> is no element type, or the shape does not fit.</exception>
    public static string Of<T>(ReadOnlySpan<T> values, Shape? shape = null)
        where T : unmanaged
    {
        Shape dims = shape ?? values.Length;
        if (dims.Numel != values.Length)
            throw new InvalidArgumentException($"{values.Length} values do not fill the shape {dims}.");
        return Of(Tensor.From(values, dims));
    }

    private static void Visit(int[] dims, bool summary, int axis, long offset, List<long> shown)
    {
        if (axis == dims.Length)
        {
            shown.Add(offset);
            return;
        }
        foreach (int i in Positions(dims[axis], summary))
        {
            if (i >= 0)
                Visit(dims, summary, axis + 1, (offset * dims[axis]) + i, shown);
        }
    }

    private static IEnumerable<int> Positions(int length, bool summary)
        => summary && length > 2 * EdgeItems ? [.. Enumerable.Range(0, EdgeItems), -1, .. Enumerable.Range(length - EdgeItems, EdgeItems)] : Enumerable.Range(0, length);

    private static string Block(int[] dims, bool summary, int axis, long offset, Func<long, string> item)
    {
        int length = dims[axis];
        string indent = new(' ', axis + 1);
        if (axis < dims.Length - 1)
        {
            IEnumerable<string> parts = Positions(length, summary).Select(i => i < 0 ? "..." : Block(dims, summary, axis + 1, (offset * length) + i, item));
            return "[" + string.Join(new string('\n', dims.Length - axis - 1) + indent, parts) + "]";
        }
        var text = new System.Text.StringBuilder("[");
        int column = axis + 1;
        bool first = true;
        foreach (int i in Positions(length, summary))
        {
            string word = i < 0 ? "..." : item((offset * length) + i);
            // A line leaves room for the brackets that may close behind it.
            if (!first && column + 1 + word.Length > LineWidth - dims.Length)
            {
                while (text[^1] == ' ')
                    text.Length--;
                text.Append('\n').Append(indent);
                column = axis + 1;
                first = true;
            }
            if (!first)
            {
                text.Append(' ');
                column++;
            }
            text.Append(word);
            column += word.Length;
            first = false;
        }
        return text.Append(']').ToString();
    }

    private static Func<long, string> Floats(Tensor tensor, List<long> shown)
    {
        double[] finite = [.. shown.Select(i => Math.Abs(tensor.ItemAt<double>(i))).Where(v => double.IsFinite(v) && v != 0)];
        bool exponents = finite.Length > 0 && (finite.Max() >= 1e8 || finite.Min() < 1e-4 || finite.Max() / finite.Min() > 1000);
        if (exponents)
        {
            int digits = 0;
            foreach (long i in shown)
            {
                if (double.IsFinite(tensor.ItemAt<double>(i)))
                    digits = Math.Max(digits, Mantissa(tensor, i).Length);
            }
            return i => NotFinite(tensor.ItemAt<double>(i)) ?? tensor.ItemAt<double>(i).ToString((digits == 0 ? "0'.'" : "0." + new string('0', digits)) + "e+00", CultureInfo.InvariantCulture);
        }
        int places = shown.Where(i => double.IsFinite(tensor.ItemAt<double>(i))).Select(i => Positional(tensor, i)).Select(s => s.Length - s.IndexOf('.') - 1).DefaultIfEmpty(0).Max();
        return i =>
        {
            if (NotFinite(tensor.ItemAt<double>(i)) is { } word)
                return word;
            string s = Positional(tensor, i);
            return s.PadRight(s.IndexOf('.') + 1 + places);
        };
    }

    private static string? NotFinite(double value) => double.IsNaN(value) ? "nan" : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf" : null;

    // The fewest digits that tell the element from its neighbours in its own type, at most Precision of them behind the point.
    private static string Positional(Tensor tensor, long index)
    {
        string s = Shortest(tensor, index);
        decimal exact = decimal.Parse(s, NumberStyles.Float, CultureInfo.InvariantCulture);
        string text = Math.Round(exact, Precision).ToString("0.########", CultureInfo.InvariantCulture);
        return text.Contains('.') ? text : (exact < 0 && text == "0" ? "-0" : text) + ".";
    }

    // The digits behind the point in scientific notation.
    private static string Mantissa(Tensor tensor, long index)
    {
        string digits = new([.. Shortest(tensor, index).TakeWhile(c => c is not ('E' or 'e')).Where(char.IsAsciiDigit)]);
        digits = digits.TrimStart('0').TrimEnd('0');
        return digits.Length <= 1 ? "" : digits.Length - 1 <= Precision ? digits[1..]
            : tensor.ItemAt<double>(index).ToString("e" + Precision, CultureInfo.InvariantCulture).Split('e')[0].TrimStart('-')[2..].TrimEnd('0');
    }

    private static string Shortest(Tensor tensor, long index) => tensor.DType.Kind switch
    {
        DTypeKind.Float64 => tensor.ItemAt<double>(index).ToString("R", CultureInfo.InvariantCulture),
        DTypeKind.Float16 => tensor.ItemAt<Half>(index).ToString("R", CultureInfo.InvariantCulture),
        _ => tensor.ItemAt<float>(index).ToString("R", CultureInfo.InvariantCulture),
    };
}
