namespace Trireme.Static;

/// <summary>What an operator's attribute is. The numbers are those of program files.</summary>
/// <remarks>Mirrors core.AttrType.</remarks>
public enum AttrType
{
    /// <summary>A 32-bit integer.</summary>
    Int = 0,

    /// <summary>A 32-bit floating point number.</summary>
    Float = 1,

    /// <summary>Text.</summary>
    String = 2,

    /// <summary>32-bit integers.</summary>
    Ints = 3,

    /// <summary>32-bit floating point numbers.</summary>
    Floats = 4,

    /// <summary>Texts.</summary>
    Strings = 5,

    /// <summary>A bool.</summary>
    Boolean = 6,

    /// <summary>Bools.</summary>
    Booleans = 7,

    /// <summary>A block of the program.</summary>
    Block = 8,

    /// <summary>A 64-bit integer.</summary>
    Long = 9,

    /// <summary>Blocks of the program.</summary>
    Blocks = 10,

    /// <summary>64-bit integers.</summary>
    Longs = 11,

    /// <summary>64-bit floating point numbers.</summary>
    Float64s = 12,

    /// <summary>A variable.</summary>
    Var = 13,

    /// <summary>Variables.</summary>
    Vars = 14,

    /// <summary>A 64-bit floating point number.</summary>
    Float64 = 15,

    /// <summary>A number with a type of its own.</summary>
    Scalar = 16,

    /// <summary>Numbers with types of their own.</summary>
    Scalars = 17,
}
