using System.Numerics;

namespace Trireme.Cpu;

/// <summary>What happens to a product once it is complete: C = act(alpha · A·B + beta · C + bias).</summary>
/// <param name="rowBias">One value a row of C, or null.</param>
/// <param name="columnBias">One value a column of C, or null.</param>
/// <param name="relu">Whether negative results become zero; NaN stays NaN.</param>
internal readonly unsafe struct GemmEpilogue<T>(T* rowBias, T* columnBias, bool relu)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T* RowBias => rowBias;
    public T* ColumnBias => columnBias;
    public bool Relu => relu;
    public bool IsNone => rowBias == null && columnBias == null && !relu;
}

/// <summary>
/// C [m, n] = act(alpha · A [m, k] · B [k, n] + beta · C + bias) with a stride for each direction, so that a transposed operand, or
/// the transposed problem as a whole, is a matter of exchanging numbers.
/// </summary>
internal unsafe struct Problem<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int M, N, K;
    public T* A, B, C;
    public nint ARow, AColumn, BRow, BColumn, CRow, CColumn;
    public T Alpha, Beta;
    public GemmEpilogue<T> Epilogue;

    /// <summary>Where it is not 0, C is cut into blocks of so many columns, the first elements of two of them BlockStep apart.</summary>
    public int BlockColumns;
    public nint BlockStep;

    /// <summary>Cᵀ = Bᵀ·Aᵀ.</summary>
    public readonly Problem<T> Transposed() => new()
    {
        M = N,
        N = M,
        K = K,
        A = B,
        ARow = BColumn,
        AColumn = BRow,
        B = A,
        BRow = AColumn,
        BColumn = ARow,
        C = C,
        CRow = CColumn,
        CColumn = CRow,
        Alpha = Alpha,
        Beta = Beta,
        Epilogue = new GemmEpilogue<T>(Epilogue.ColumnBias, Epilogue.RowBias, Epilogue.Relu),
    };

    /// <summary>The part of the problem that computes some rows of C.</summary>
    public readonly Problem<T> Rows(int first, int count)
    {
        Problem<T> part = this;
        part.M = count;
        part.A += first * ARow;
        part.C += first * CRow;
        T* rowBias = Epilogue.RowBias != null ? Epilogue.RowBias + first : null;
        part.Epilogue = new GemmEpilogue<T>(rowBias, Epilogue.ColumnBias, Epilogue.Relu);
        return part;
    }

    /// <summary>The part of the problem that computes some columns of C.</summary>
    public readonly Problem<T> Columns(int first, int count)
    {
        Problem<T> part = this;
        part.N = count;
        part.B += first * BColumn;
        part.C += first * CColumn;
        T* columnBias = Epilogue.ColumnBias != null ? Epilogue.ColumnBias + first : null;
        part.Epilogue = new GemmEpilogue<T>(Epilogue.RowBias, columnBias, Epilogue.Relu);
        return part;
    }

    /// <summary>Where complete sums of some columns go, and what is done to them: for products whose sums are complete before they are written.</summary>
    public readonly TileTarget<T> TargetOf(int first, int columns) => new()
    {
        C = C + (first * CColumn),
        Stride = CRow,
        Columns = columns,
        Alpha = Alpha,
        Beta = Beta,
        RowBias = Epilogue.RowBias,
        ColumnBias = Epilogue.ColumnBias != null ? Epilogue.ColumnBias + first : null,
        Relu = Epilogue.Relu,
    };

    /// <summary>Vector operations of a whole product, about: for the decision whether to split it.</summary>
    public readonly long Cost => (long)M * N * Math.Max(K, 1) / 16;
}
