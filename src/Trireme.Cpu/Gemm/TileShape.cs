namespace Trireme.Cpu;

/// <summary>A number of rows known to the compiler: what a smaller tile does not need is not in its code.</summary>
internal interface IRows
{
    static abstract int Count { get; }
}

/// <summary>A choice known to the compiler.</summary>
internal interface IFlag
{
    static abstract bool Is { get; }
}

internal readonly struct Yes : IFlag
{
    public static bool Is => true;
}

internal readonly struct No : IFlag
{
    public static bool Is => false;
}

/// <summary>Which operand of a tile is read at an offset for each step.</summary>
internal interface IOffsets
{
    /// <summary>Elements from one row of A to the next where the compiler knows them, 0 where not.</summary>
    static abstract int RowsApart { get; }

    /// <summary>Whether A is.</summary>
    static abstract bool OfRows { get; }

    /// <summary>Whether B is.</summary>
    static abstract bool OfColumns { get; }
}

internal readonly struct Nowhere : IOffsets
{
    public static int RowsApart => 0;
    public static bool OfRows => false;
    public static bool OfColumns => false;
}

/// <summary>Neither is; rows of A stand a vector apart.</summary>
internal readonly struct VectorsApart<L> : IOffsets where L : struct, ILanes<L>
{
    public static int RowsApart => L.Count;
    public static bool OfRows => false;
    public static bool OfColumns => false;
}

internal readonly struct ColumnsAt : IOffsets
{
    public static int RowsApart => 0;
    public static bool OfRows => false;
    public static bool OfColumns => true;
}

internal readonly struct RowsAt<H> : IOffsets where H : struct, IRows
{
    public static int RowsApart => H.Count;
    public static bool OfRows => true;
    public static bool OfColumns => false;
}

internal readonly struct Rows1 : IRows
{
    public static int Count => 1;
}

internal readonly struct Rows2 : IRows
{
    public static int Count => 2;
}

internal readonly struct Rows3 : IRows
{
    public static int Count => 3;
}

internal readonly struct Rows4 : IRows
{
    public static int Count => 4;
}

internal readonly struct Rows5 : IRows
{
    public static int Count => 5;
}

internal readonly struct Rows6 : IRows
{
    public static int Count => 6;
}

internal readonly struct Rows7 : IRows
{
    public static int Count => 7;
}

internal readonly struct Rows8 : IRows
{
    public static int Count => 8;
}

internal readonly struct Rows9 : IRows
{
    public static int Count => 9;
}

internal readonly struct Rows10 : IRows
{
    public static int Count => 10;
}

internal readonly struct Rows11 : IRows
{
    public static int Count => 11;
}

internal readonly struct Rows12 : IRows
{
    public static int Count => 12;
}

internal readonly struct Rows13 : IRows
{
    public static int Count => 13;
}

internal readonly struct Rows14 : IRows
{
    public static int Count => 14;
}
