namespace Trireme.Formats.ProgramDesc;

/// <summary>What kind of value an operator attribute holds; the numbers are the file format's.</summary>
public enum AttributeType
{
    /// <summary>A 32-bit integer: <see cref="int"/>.</summary>
    Int = 0,

    /// <summary>A single-precision number: <see cref="float"/>.</summary>
    Float = 1,

    /// <summary>Text: <see cref="string"/>.</summary>
    String = 2,

    /// <summary>32-bit integers: <c>int[]</c>.</summary>
    Ints = 3,

    /// <summary>Single-precision numbers: <c>float[]</c>.</summary>
    Floats = 4,

    /// <summary>Texts: <c>string[]</c>.</summary>
    Strings = 5,

    /// <summary>A truth value: <see cref="bool"/>.</summary>
    Boolean = 6,

    /// <summary>Truth values: <c>bool[]</c>.</summary>
    Booleans = 7,

    /// <summary>Another block of the program: <see cref="BlockReference"/>.</summary>
    Block = 8,

    /// <summary>A 64-bit integer: <see cref="long"/>.</summary>
    Long = 9,

    /// <summary>Other blocks of the program: <c>BlockReference[]</c>.</summary>
    Blocks = 10,

    /// <summary>64-bit integers: <c>long[]</c>.</summary>
    Longs = 11,

    /// <summary>Double-precision numbers: <c>double[]</c>.</summary>
    Float64s = 12,

    /// <summary>A variable: <see cref="VariableReference"/>.</summary>
    Var = 13,

    /// <summary>Variables: <c>VariableReference[]</c>.</summary>
    Vars = 14,

    /// <summary>A double-precision number: <see cref="double"/>.</summary>
    Float64 = 15,

    /// <summary>A number with its own type: <see cref="ScalarValue"/>.</summary>
    Scalar = 16,

    /// <summary>Numbers with their own types: <c>ScalarValue[]</c>.</summary>
    Scalars = 17,
}
