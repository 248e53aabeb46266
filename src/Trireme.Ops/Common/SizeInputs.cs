using Trireme.Operators;

namespace Trireme;

/// <summary>Sizes, axes and positions that come to an operator as tensors: one tensor with all of them, or a list of tensors with one each.</summary>
internal static class SizeInputs
{
    /// <summary>Whether any input from a position on is there.</summary>
    public static bool Any(ReadOnlySpan<Tensor?> inputs, int from)
    {
        for (int i = from; i < inputs.Length; i++)
        {
            if (inputs[i] is not null)
                return true;
        }
        return false;
    }

    /// <summary>The integers in a slot that holds one tensor or a list; null where it is empty.</summary>
    public static int[]? Read(ComposeContext c, string slot)
    {
        Tensor[] tensors = c.List(slot);
        return tensors.Length == 0 ? null : tensors.SelectMany(Values).ToArray();
    }

    /// <summary>The integers in two slots of which the list wins; null where both are empty.</summary>
    public static int[]? Read(ComposeContext c, string one, string list) => Read(c, list) ?? Read(c, one);

    /// <summary>What is known of a shape that comes with the run: how many dimensions it has, and those the attribute fixes.</summary>
    public static Shape Unknown(InferContext c, string one, string list, Ints attribute)
    {
        int count = c.List(list).Length;
        if (count == 0 && c.Has(one))
            count = c[one].Shape.Rank == 0 ? 1 : c[one].Shape[0];
        int[] dims = new int[Math.Max(0, count)];
        for (int i = 0; i < dims.Length; i++)
            dims[i] = attribute.Count == dims.Length && attribute[i] > 0 ? attribute[i] : -1;
        return dims;
    }

    private static IEnumerable<int> Values(Tensor tensor) => Enumerable.Range(0, (int)tensor.Size).Select(i => tensor.ItemAt<int>(i));
}
