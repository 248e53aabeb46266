using Trireme.Operators;

namespace Trireme;

/// <summary>What convolution and pooling make of their attributes once the input's size is known: explicit paddings and dilations.</summary>
internal readonly record struct SpatialAxes(Ints Kernel, Ints Strides, Ints Before, Ints After, Ints Dilations)
{
    public int Count => Kernel.Count;

    /// <summary>Paddings as an attribute: before and after of each axis.</summary>
    public Ints Pairs
    {
        get
        {
            var pairs = new int[2 * Count];
            for (int i = 0; i < Count; i++)
                (pairs[2 * i], pairs[(2 * i) + 1]) = (Before[i], After[i]);
            return new Ints(pairs);
        }
    }

    /// <summary>Resolves SAME and VALID; the lists have been checked by <see cref="Check"/>.</summary>
    public static SpatialAxes Of(ReadOnlySpan<int> input, ReadOnlySpan<int> kernel, Ints strides, Ints paddings, string algorithm, Ints dilations)
    {
        int n = kernel.Length;
        int[] before = new int[n], after = new int[n], dilation = dilations.ToArray();
        for (int i = 0; i < n; i++)
        {
            if (algorithm == "SAME")
            {
                int total = Math.Max(0, Clamp((((((long)input[i] + strides[i] - 1) / strides[i]) - 1) * strides[i]) + kernel[i] - input[i]));
                (before[i], after[i], dilation[i]) = (total / 2, total - (total / 2), 1);
            }
            else if (algorithm != "VALID" && paddings.Count > 0)
            {
                (before[i], after[i]) = paddings.Count == n ? (paddings[i], paddings[i]) : (paddings[2 * i], paddings[(2 * i) + 1]);
            }
        }
        return new SpatialAxes(Ints.Create(kernel), strides, new Ints(before), new Ints(after), new Ints(dilation));
    }

    /// <summary>Refuses lists of the wrong length and values out of range.</summary>
    public static void Check(InferContext c, int spatial, Ints strides, Ints paddings, string algorithm, Ints dilations)
    {
        c.Require(strides.Count == spatial, $"strides {strides} has {strides.Count} values for {spatial} spatial axes.");
        c.Require(dilations.Count == spatial, $"dilations {dilations} has {dilations.Count} values for {spatial} spatial axes.");
        c.Require(paddings.Count is 0 || paddings.Count == spatial || paddings.Count == 2 * spatial,
            $"paddings {paddings} has {paddings.Count} values for {spatial} spatial axes.", "Pass one value an axis, or before and after for each.");
        c.Require(algorithm is "EXPLICIT" or "SAME" or "VALID", $"padding_algorithm \"{algorithm}\" is not known.", "It is EXPLICIT, SAME or VALID.");
        foreach (int stride in strides)
            c.Require(stride > 0, $"strides {strides} must be positive.");
        foreach (int dilation in dilations)
            c.Require(dilation > 0, $"dilations {dilations} must be positive.");
        foreach (int padding in paddings)
            c.Require(padding >= 0, $"paddings {paddings} must not be negative.");
    }

    /// <summary>How far apart the first and the last tap of the kernel are, both included.</summary>
    public int Reach(int axis) => Clamp(((long)Dilations[axis] * (Kernel[axis] - 1)) + 1);

    /// <summary>The output's size along an axis; below 1 where the kernel does not fit.</summary>
    public int Output(int axis, int input)
    {
        long room = (long)input + Before[axis] + After[axis] - Reach(axis);
        return room < 0 ? 0 : Clamp((room / Strides[axis]) + 1);
    }

    /// <summary>The smallest input whose convolution has <paramref name="output"/> elements along an axis.</summary>
    public int Transposed(int axis, int output) => Clamp(((output - 1L) * Strides[axis]) - Before[axis] - After[axis] + Reach(axis));

    // Sizes from damaged files may be anything: one that no tensor can have is refused when it is made, a wrapped one would pass.
    internal static int Clamp(long size) => (int)Math.Clamp(size, int.MinValue, int.MaxValue);
}
