namespace Trireme;

/// <summary>Where the channels stand. Operators run with channels first; a public call moves them there and back.</summary>
internal static class DataLayout
{
    /// <summary>Whether the channels stand last.</summary>
    /// <exception cref="InvalidArgumentException">The format is not one of the two.</exception>
    public static bool IsChannelLast(string function, string format, params ReadOnlySpan<string> known)
    {
        if (!known.Contains(format))
        {
            throw new InvalidArgumentException($"{function}: dataFormat \"{format}\" is not known.",
                "It is " + string.Join(" or ", known.ToArray().Select(f => $"\"{f}\"")) + ".");
        }
        return format[^1] == 'C' && format.Length > 2;
    }

    /// <summary>Whether an operator's attribute says that the channels stand last.</summary>
    public static bool IsLast(string format) => format.Length > 2 && format[^1] == 'C';

    /// <summary>The format with channels first that belongs to one with channels last.</summary>
    public static string First(string format) => "NC" + format[1..^1];

    /// <summary>Refuses an input with another number of dimensions before it is transposed or reshaped.</summary>
    public static void RequireRank(string function, Tensor x, int rank)
    {
        if (x.Ndim != rank)
            throw new InvalidArgumentException($"{function}: the input has {x.Ndim} dimensions; it must have {rank}.", $"Its shape is {x.Shape}.");
    }

    public static Tensor ToChannelFirst(Tensor x)
    {
        var axes = new int[x.Ndim];
        axes[1] = x.Ndim - 1;
        for (int i = 2; i < axes.Length; i++)
            axes[i] = i - 1;
        return x.Transpose(new Ints(axes));
    }

    public static Tensor ToChannelLast(Tensor x)
    {
        var axes = new int[x.Ndim];
        axes[^1] = 1;
        for (int i = 1; i < axes.Length - 1; i++)
            axes[i] = i + 1;
        return x.Transpose(new Ints(axes));
    }
}
