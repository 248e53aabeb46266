namespace Trireme;

/// <summary>Axes of composed functions: checked and counted from the front.</summary>
internal static class Axes
{
    /// <summary>An axis of x, 0 to rank - 1.</summary>
    public static int Of(Tensor x, int axis, string function) => Of(x, axis, x.Ndim, function);

    /// <summary>An axis of a result with <paramref name="rank"/> dimensions.</summary>
    public static int Of(Tensor x, int axis, int rank, string function)
    {
        int bound = Math.Max(1, rank);
        if (axis < -bound || axis >= bound)
            throw new InvalidArgumentException($"{function}: axis {axis} is outside [{-bound}, {bound - 1}].", $"x {x.Shape} {x.DType}");
        return axis < 0 ? axis + bound : axis;
    }

    /// <summary>Several different axes of x.</summary>
    public static int[] Of(Tensor x, Ints axes, string function)
    {
        int[] result = Array.ConvertAll(axes.ToArray(), a => Of(x, a, function));
        if (result.Distinct().Count() != result.Length)
            throw new InvalidArgumentException($"{function}: axes {axes} name one axis twice.", $"x {x.Shape} {x.DType}");
        return result;
    }
}
