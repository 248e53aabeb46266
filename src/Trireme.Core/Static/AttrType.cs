namespace Trireme.Static;

/// <summary>What an operator's attribute is. The numbers are those of program files.</summary>
/// <remarks>Mirrors core.AttrType.</remarks>
public enum AttrType
{
    /// <summary>A 32-bit number.</summary>
    Int = 0,

    /// <summary>A fraction.</summary>
    Float = 1,

    /// <summary>Text.</summary>
    String = 2,

    /// <summary>32-bit numbers.</summary>
    Ints = 3,

    /// <summary>Fractions.</summary>
    Floats = 4,

    /// <summary>Texts.</summary>
    Strings = 5,

    /// <summary>Yes or no.</summary>
    Boolean = 6,

    /// <summary>Several times yes or no.</summary>
    Booleans = 7,

    /// <summary>A block of the program.</summary>
    Block = 8,

    /// <summary>A 64-bit number.</summary>
    Long = 9,

    /// <summary>Blocks of the program.</summary>
    Blocks = 10,

    /// <summary>64-bit numbers.</summary>
    Longs = 11,

    /// <summary>Fractions of double precision.</summary>
    Float64s = 12,
}
