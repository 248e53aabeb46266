namespace Trireme.Cpu;

/// <summary>The dimensions of a strided copy, outermost first, without those that do nothing and with those that run on merged.</summary>
internal struct StridedPlan
{
    public int[] Dims, SourceStrides, TargetStrides;

    public int Rank;

    /// <summary>The plan for a copy with these dimensions; the order of the dimensions stays.</summary>
    public static StridedPlan Of(ReadOnlySpan<int> dims, ReadOnlySpan<int> sourceStrides, ReadOnlySpan<int> targetStrides)
    {
        var plan = new StridedPlan { Dims = new int[dims.Length], SourceStrides = new int[dims.Length], TargetStrides = new int[dims.Length] };
        int n = 0;
        for (int i = 0; i < dims.Length; i++)
        {
            if (dims[i] == 1)
                continue;
            if (n > 0 && plan.SourceStrides[n - 1] == (long)sourceStrides[i] * dims[i] && plan.TargetStrides[n - 1] == (long)targetStrides[i] * dims[i])
                plan.Dims[n - 1] *= dims[i];
            else
                plan.Dims[n++] = dims[i];
            plan.SourceStrides[n - 1] = sourceStrides[i];
            plan.TargetStrides[n - 1] = targetStrides[i];
        }
        plan.Rank = n;
        Array.Resize(ref plan.Dims, n);
        Array.Resize(ref plan.SourceStrides, n);
        Array.Resize(ref plan.TargetStrides, n);
        return plan;
    }

    /// <summary>How many index combinations the first dimensions have.</summary>
    public readonly int RowMajorCount(int dimensions)
    {
        int count = 1;
        for (int i = 0; i < dimensions; i++)
            count *= Dims[i];
        return count;
    }

    /// <summary>Makes a dimension the innermost one.</summary>
    public readonly void MoveToEnd(int dimension)
    {
        for (int i = dimension; i < Rank - 1; i++)
            Swap(i, i + 1);
    }

    public readonly void Swap(int i, int j)
    {
        (Dims[i], Dims[j]) = (Dims[j], Dims[i]);
        (SourceStrides[i], SourceStrides[j]) = (SourceStrides[j], SourceStrides[i]);
        (TargetStrides[i], TargetStrides[j]) = (TargetStrides[j], TargetStrides[i]);
    }

    /// <summary>Sets the index to combination <paramref name="number"/> of the first dimensions and returns where it lies.</summary>
    public readonly (long Source, long Target) Start(int number, int dimensions, Span<int> index)
    {
        long source = 0, target = 0;
        for (int i = dimensions - 1; i >= 0; i--)
        {
            (number, index[i]) = Math.DivRem(number, Dims[i]);
            source += (long)index[i] * SourceStrides[i];
            target += (long)index[i] * TargetStrides[i];
        }
        return (source, target);
    }

    /// <summary>Goes to the next combination of the first dimensions.</summary>
    public readonly void Next(int dimensions, Span<int> index, ref long source, ref long target)
    {
        for (int i = dimensions - 1; i >= 0; i--)
        {
            source += SourceStrides[i];
            target += TargetStrides[i];
            if (++index[i] < Dims[i])
                return;
            source -= (long)index[i] * SourceStrides[i];
            target -= (long)index[i] * TargetStrides[i];
            index[i] = 0;
        }
    }
}
