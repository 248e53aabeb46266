using Trireme.Operators;

namespace Trireme;

/// <summary>Python's operators on tensors and numbers. Element types are promoted, shapes broadcast.</summary>
public static class TensorOperators
{
    extension(Tensor)
    {
        /// <summary>x + y.</summary>
        public static Tensor operator +(Tensor x, Tensor y) => x.Add(y);

        /// <summary>x + y.</summary>
        public static Tensor operator +(Tensor x, Scalar y) => Paddle.Affine(Promotion.Beside(x, y), 1, y);

        /// <summary>x + y.</summary>
        public static Tensor operator +(Scalar x, Tensor y) => Paddle.Affine(Promotion.Beside(y, x), 1, x);

        /// <summary>x − y.</summary>
        public static Tensor operator -(Tensor x, Tensor y) => x.Subtract(y);

        /// <summary>x − y.</summary>
        public static Tensor operator -(Tensor x, Scalar y) => Paddle.Affine(Promotion.Beside(x, y), 1, Negated(x, y));

        /// <summary>x − y.</summary>
        public static Tensor operator -(Scalar x, Tensor y) => Paddle.Affine(Promotion.Beside(y, x), -1, x);

        /// <summary>−x.</summary>
        public static Tensor operator -(Tensor x) => Paddle.Affine(x, -1, 0);

        /// <summary>x · y, element by element.</summary>
        public static Tensor operator *(Tensor x, Tensor y) => x.Multiply(y);

        /// <summary>x · y.</summary>
        public static Tensor operator *(Tensor x, Scalar y) => Paddle.Affine(Promotion.Beside(x, y), y, 0);

        /// <summary>x · y.</summary>
        public static Tensor operator *(Scalar x, Tensor y) => Paddle.Affine(Promotion.Beside(y, x), x, 0);

        /// <summary>x / y, as floating point numbers.</summary>
        public static Tensor operator /(Tensor x, Tensor y)
        {
            (x, y) = Promotion.Pair(x, y);
            return Promotion.ToFloating(x).Divide(Promotion.ToFloating(y));
        }

        /// <summary>x / y, as floating point numbers.</summary>
        public static Tensor operator /(Tensor x, Scalar y)
        {
            x = Promotion.ToFloating(x);
            return x.Divide(Promotion.Constant(y, x));
        }

        /// <summary>x / y, as floating point numbers.</summary>
        public static Tensor operator /(Scalar x, Tensor y)
        {
            y = Promotion.ToFloating(y);
            return Promotion.Constant(x, y).Divide(y);
        }

        /// <summary>The remainder of x / y, with the sign of y.</summary>
        public static Tensor operator %(Tensor x, Tensor y) => x.Remainder(y);

        /// <summary>The remainder of x / y, with the sign of y.</summary>
        public static Tensor operator %(Tensor x, Scalar y)
        {
            x = Promotion.Beside(x, y);
            return x.Remainder(Promotion.Constant(y, x));
        }

        /// <summary>The remainder of x / y, with the sign of y.</summary>
        public static Tensor operator %(Scalar x, Tensor y)
        {
            y = Promotion.Beside(y, x);
            return Promotion.Constant(x, y).Remainder(y);
        }

        /// <summary>Where x is less than y.</summary>
        public static Tensor operator <(Tensor x, Tensor y) => x.LessThan(y);

        /// <summary>Where x is less than y.</summary>
        public static Tensor operator <(Tensor x, Scalar y) => Beside(LessThanOp.Default, x, y);

        /// <summary>Where x is less than y.</summary>
        public static Tensor operator <(Scalar x, Tensor y) => Beside(GreaterThanOp.Default, y, x);

        /// <summary>Where x is at most y.</summary>
        public static Tensor operator <=(Tensor x, Tensor y) => x.LessEqual(y);

        /// <summary>Where x is at most y.</summary>
        public static Tensor operator <=(Tensor x, Scalar y) => Beside(LessEqualOp.Default, x, y);

        /// <summary>Where x is at most y.</summary>
        public static Tensor operator <=(Scalar x, Tensor y) => Beside(GreaterEqualOp.Default, y, x);

        /// <summary>Where x is greater than y.</summary>
        public static Tensor operator >(Tensor x, Tensor y) => x.GreaterThan(y);

        /// <summary>Where x is greater than y.</summary>
        public static Tensor operator >(Tensor x, Scalar y) => Beside(GreaterThanOp.Default, x, y);

        /// <summary>Where x is greater than y.</summary>
        public static Tensor operator >(Scalar x, Tensor y) => Beside(LessThanOp.Default, y, x);

        /// <summary>Where x is at least y.</summary>
        public static Tensor operator >=(Tensor x, Tensor y) => x.GreaterEqual(y);

        /// <summary>Where x is at least y.</summary>
        public static Tensor operator >=(Tensor x, Scalar y) => Beside(GreaterEqualOp.Default, x, y);

        /// <summary>Where x is at least y.</summary>
        public static Tensor operator >=(Scalar x, Tensor y) => Beside(LessEqualOp.Default, y, x);

        /// <summary>x and y, bit by bit; of bools, where both are true.</summary>
        public static Tensor operator &(Tensor x, Tensor y) => x.BitwiseAnd(y);

        /// <summary>x or y, bit by bit; of bools, where one is true.</summary>
        public static Tensor operator |(Tensor x, Tensor y) => x.BitwiseOr(y);

        /// <summary>Where exactly one of x and y is set, bit by bit.</summary>
        public static Tensor operator ^(Tensor x, Tensor y) => x.BitwiseXor(y);

        /// <summary>The complement, bit by bit; of bools, where x is false.</summary>
        public static Tensor operator ~(Tensor x) => x.BitwiseNot();

        /// <summary>Where x is false or 0.</summary>
        public static Tensor operator !(Tensor x) => x.LogicalNot();

        /// <summary>Whether the only element is true or not 0: what <c>if</c>, <c>while</c> and <c>?:</c> ask of a tensor.</summary>
        /// <exception cref="PreconditionNotMetException">x is a variable of a program, whose value is not known while the program is built.</exception>
        /// <exception cref="InvalidArgumentException">x has not exactly one element.</exception>
        public static bool operator true(Tensor x) => Holds(x);

        /// <summary>Whether the only element is false or 0.</summary>
        /// <exception cref="PreconditionNotMetException">x is a variable of a program, whose value is not known while the program is built.</exception>
        /// <exception cref="InvalidArgumentException">x has not exactly one element.</exception>
        public static bool operator false(Tensor x) => !Holds(x);
    }

    private static bool Holds(Tensor x)
    {
        if (x.IsSymbolic)
        {
            throw new PreconditionNotMetException($"A condition on '{x.Name}' cannot be decided while a program is built.", "It is a variable: its value is known only when the program runs.",
                "Write Static.NN.Cond(condition, () => ..., () => ...) or Static.NN.WhileLoop; or mark the method [ToStatic] in a partial class, whose if and while are then converted.");
        }
        return x.Size == 1 ? x.ItemAt<bool>(0) : throw new InvalidArgumentException($"A condition on a tensor of shape {x.Shape} has {x.Size} answers.", null, "Reduce it first: All() or Any().");
    }

    // The conversions keep integers integers: without them both branches would be doubles.
    private static Scalar Negated(Tensor x, Scalar y) => y.IsFloating || x.DType.IsFloating ? (Scalar)(-y.ToDouble()) : (Scalar)(-y.ToInt64());

    private static Tensor Beside(Op op, Tensor x, Scalar y)
    {
        // Comparisons compute nothing that could wrap. Beside a number outside the type all elements compare alike, as 1 and 0 do.
        bool isBelow = x.DType == DType.UInt64 && !y.IsFloating && y.ToDouble() < 0;
        bool isAbove = x.DType == DType.Int64 && y.Kind == DTypeKind.UInt64 && y.ToUInt64() > long.MaxValue;
        x = isBelow || isAbove ? x.FullLike(isBelow ? 1 : 0) : Promotion.Beside(x, y);
        return op.Apply(x, Promotion.Constant(isBelow || isAbove ? (isBelow ? 0 : 1) : y, x));
    }
}
