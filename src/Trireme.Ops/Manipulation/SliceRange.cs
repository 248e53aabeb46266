namespace Trireme.Operators;

/// <summary>Python's <c>start:stop:step</c> along a dimension of known length: where it begins and how many elements it has.</summary>
internal readonly record struct SliceRange(int Start, int Count, int Step)
{
    /// <summary>Where the range stops, written so that reading it again with the same step gives the same elements.</summary>
    public int End
    {
        get
        {
            if (Count == 0)
                return 0;
            int last = Start + ((Count - 1) * Step);
            // Going backwards to the first element stops before it, and a negative number would count from the end.
            return Step > 0 ? last + 1 : last > 0 ? last - 1 : int.MinValue;
        }
    }

    public static SliceRange Of(int? start, int? stop, int step, int length)
    {
        int low = step > 0 ? 0 : -1, high = step > 0 ? length : length - 1;
        int from = start is { } s ? Math.Clamp(s < 0 ? s + length : s, low, high) : step > 0 ? low : high;
        int to = stop is { } e ? Math.Clamp(e < 0 ? e + length : e, low, high) : step > 0 ? high : low;
        long distance = step > 0 ? (long)to - from : (long)from - to;
        int stride = Math.Abs(step);
        return new SliceRange(from, distance <= 0 ? 0 : (int)((distance + stride - 1) / stride), step);
    }

    /// <summary>The part that ranges along some axes leave of a tensor.</summary>
    public static StridedPart Part(Shape input, ReadOnlySpan<int> axes, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends, ReadOnlySpan<int> steps, Ints removed)
    {
        int[] dims = input.ToArray(), strides = StridedPart.Whole(input).Strides.ToArray();
        int offset = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i] < 0 ? axes[i] + dims.Length : axes[i];
            SliceRange range = Of(starts[i], ends[i], steps.Length > 0 ? steps[i] : 1, dims[axis]);
            offset += range.Count > 0 ? range.Start * strides[axis] : 0;
            dims[axis] = range.Count;
            strides[axis] *= range.Step;
        }
        if (removed.Count > 0)
        {
            int rank = dims.Length;
            bool[] gone = new bool[rank];
            foreach (int axis in removed)
                gone[axis < 0 ? axis + rank : axis] = true;
            dims = dims.Where((_, i) => !gone[i]).ToArray();
            strides = strides.Where((_, i) => !gone[i]).ToArray();
        }
        return new StridedPart(new Shape(dims), new Ints(strides), offset);
    }

    /// <summary>What is known of the result of a slicing operator whose ranges come with the run.</summary>
    public static TensorMeta Unknown(InferContext c, Ints axes, Ints removed)
    {
        int[] dims = c["Input"].Shape.ToArray();
        foreach (int axis in axes)
            dims[c.RequireAxis(axis, "Input")] = -1;
        bool[] gone = new bool[dims.Length];
        foreach (int axis in removed)
            gone[c.RequireAxis(axis, "Input")] = true;
        return c["Input"] with { Shape = dims.Where((_, i) => !gone[i]).ToArray() };
    }

    /// <summary>Checks the lists of a slicing operator and works out its result.</summary>
    public static TensorMeta Infer(InferContext c, Ints axes, Ints starts, Ints ends, Ints steps, Ints removed)
    {
        TensorMeta input = c["Input"];
        c.Require(axes.Count == starts.Count && axes.Count == ends.Count && (steps.Count == 0 || steps.Count == axes.Count),
            $"axes {axes}, starts {starts}, ends {ends}{(steps.Count > 0 ? $" and strides {steps}" : "")} have different lengths.");
        var unknown = new List<int>();
        for (int i = 0; i < axes.Count; i++)
        {
            int axis = c.RequireAxis(axes[i], "Input");
            c.Require(input.Shape.Rank > 0, "a scalar cannot be sliced.");
            c.Require(steps.Count == 0 || steps[i] != 0, $"the stride of axis {axes[i]} is 0.");
            if (input.Shape[axis] < 0)
                unknown.Add(axis);
        }
        // A range of a dimension that is not known yet is taken of nothing here, and of what there is when the program runs.
        Shape known = unknown.Aggregate(input.Shape, (s, axis) => s.With(axis, 0));
        Shape shape = Part(known, axes.AsSpan(), starts.AsSpan(), ends.AsSpan(), steps.AsSpan(), removed: default).Shape;
        foreach (int axis in unknown)
            shape = shape.With(axis, -1);
        int[] dims = shape.ToArray();
        foreach (int axis in removed)
        {
            int a = c.RequireAxis(axis, "Input");
            c.Require(dims[a] is 1 or -1, $"axis {axis} is to be removed, but {dims[a]} of its elements are taken.");
            dims[a] = int.MinValue;
        }
        return input with { Shape = dims.Where(d => d != int.MinValue).ToArray() };
    }
}
