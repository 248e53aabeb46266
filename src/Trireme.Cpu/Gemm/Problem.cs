using System.Numerics;

namespace Trireme.Cpu;

/// <summary>What happens to a product once it is complete: C = act(scale · (alpha · A·B + beta · C) + bias + residual).</summary>
/// <param name="rowBias">One value a row of C, or null.</param>
/// <param name="columnBias">One value a column of C, or null.</param>
/// <param name="relu">Whether negative results become zero; NaN stays NaN.</param>
internal readonly unsafe struct GemmEpilogue<T>(T* rowBias, T* columnBias, bool relu)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T* RowBias { get; init; } = rowBias;
    public T* ColumnBias { get; init; } = columnBias;
    public bool Relu => relu;

    // The following three are for products with a B that exists as panels only.

    /// <summary>One factor a row of C, or null.</summary>
    public T* RowScale { get; init; }

    /// <summary>Where it is not 0, what is added to an element of C stands so many elements behind it.</summary>
    public nint Residual { get; init; }

    /// <summary>Whether results above six become six; with relu only.</summary>
    public bool AtMostSix { get; init; }

    public bool IsNone => RowBias == null && ColumnBias == null && !relu && RowScale == null && Residual == 0;

    /// <summary>For the part of C that begins at a row.</summary>
    public GemmEpilogue<T> FromRow(int first) => this with
    {
        RowBias = RowBias == null ? null : RowBias + first,
        RowScale = RowScale == null ? null : RowScale + first,
    };

    /// <summary>For the part of C that begins at a column.</summary>
    public GemmEpilogue<T> FromColumn(int first) => this with { ColumnBias = ColumnBias == null ? null : ColumnBias + first };
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
        part.Epilogue = Epilogue.FromRow(first);
        return part;
    }

    /// <summary>The part of the problem that computes some columns of C.</summary>
    public readonly Problem<T> Columns(int first, int count)
    {
        Problem<T> part = this;
        part.N = count;
        part.B += first * BColumn;
        part.C += first * CColumn;
        part.Epilogue = Epilogue.FromColumn(first);
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
        Epilogue = Epilogue.FromColumn(first),
    };

    /// <summary>Vector operations of a whole product, about: for the decision whether to split it.</summary>
    public readonly long Cost => (long)M * N * Math.Max(K, 1) / 16;
}
