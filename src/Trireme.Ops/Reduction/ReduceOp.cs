namespace Trireme.Operators;

/// <summary>What reductions over some dimensions have in common: the attributes and the shape of the result.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
public abstract record ReduceOp(Ints Dim, bool KeepDim, bool ReduceAll) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        c["Out"] = new TensorMeta(ReducedShape(c, x.Shape), ResultType(x.DType));
    }

    /// <summary>The element type of the result.</summary>
    /// <param name="input">X's element type.</param>
    protected virtual DType ResultType(DType input) => input;

    /// <summary>One flag a dimension: whether it is reduced.</summary>
    internal bool[] Flags(int rank)
    {
        var flags = new bool[rank];
        if (ReduceAll || Dim.Count == 0)
            Array.Fill(flags, true);
        else
            foreach (int d in Dim)
            {
                if (rank > 0)
                    flags[d < 0 ? d + rank : d] = true;
            }
        return flags;
    }

    /// <summary>How many elements go into each result.</summary>
    internal long CountOf(Shape shape)
    {
        bool[] flags = Flags(shape.Rank);
        long count = 1;
        for (int i = 0; i < flags.Length; i++)
            count *= flags[i] ? shape[i] : 1;
        return count;
    }

    /// <summary>A result, or its gradient, with the reduced dimensions of size 1, so that it broadcasts to X.</summary>
    internal Tensor Keep(Tensor result, Shape x)
    {
        bool[] flags = Flags(x.Rank);
        int[] dims = x.ToArray();
        for (int i = 0; i < dims.Length; i++)
            dims[i] = flags[i] ? 1 : dims[i];
        return result.Shape == (Shape)dims ? result : result.Reshape(dims);
    }

    private Shape ReducedShape(InferContext c, Shape x)
    {
        if (!ReduceAll)
        {
            foreach (int d in Dim)
                c.RequireAxis(d, "X");
        }
        bool[] flags = Flags(x.Rank);
        var dims = new List<int>(x.Rank);
        for (int i = 0; i < flags.Length; i++)
        {
            if (!flags[i])
                dims.Add(x[i]);
            else if (KeepDim)
                dims.Add(1);
        }
        return dims.ToArray();
    }
}
