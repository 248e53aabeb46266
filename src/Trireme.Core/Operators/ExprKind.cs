namespace Trireme.Operators;

/// <summary>What a node of a formula computes. Comparisons and predicates give 1 or 0.</summary>
public enum ExprKind
{
#pragma warning disable CS1591 // Each name is the function it computes.
    Input,
    Constant,

    // One operand.
    Neg, Abs, Sign, Square, Sqrt, Rsqrt, Reciprocal,
    Exp, Expm1, Log, Log1p, Log2, Log10,
    Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Tanh, Asinh, Acosh, Atanh,
    Sigmoid, Erf, Floor, Ceil, Round, Trunc, IsNaN, IsInf, IsFinite, Not, BitNot,
    Lgamma, Digamma, Erfinv, BesselI0, BesselI0e, BesselI1, BesselI1e,

    // Two operands.
    Add, Sub, Mul, Div, Max, Min, Pow, Atan2, FloorDiv, Remainder, CopySign, Gcd, NextAfter,

    // The polygamma function of order a at b.
    Polygamma,

    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, And, Or, Xor,
    BitAnd, BitOr, BitXor, ShiftLeft, ShiftRight, ShiftRightLogical,

    // Three operands: condition, value where it is not 0, value where it is.
    Select,
#pragma warning restore CS1591
}
