using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>Comparisons, which give 1 and 0, and the choice between two values by a third.</summary>
internal static unsafe class Selection
{
    public static void Compare<T>(ExprKind kind, Operand<T> a, Operand<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        switch (kind)
        {
            case ExprKind.Equal:
                Compare<T, IsEqual>(a, b, y);
                break;
            case ExprKind.NotEqual:
                Compare<T, IsDifferent>(a, b, y);
                break;
            case ExprKind.Less:
                Compare<T, IsLess>(a, b, y);
                break;
            case ExprKind.LessEqual:
                Compare<T, IsAtMost>(a, b, y);
                break;
            case ExprKind.Greater:
                Compare<T, IsLess>(b, a, y);
                break;
            case ExprKind.GreaterEqual:
                Compare<T, IsAtMost>(b, a, y);
                break;
            case ExprKind.And:
                Compare<T, Both>(a, b, y);
                break;
            case ExprKind.Or:
                Compare<T, Either>(a, b, y);
                break;
            default:
                Compare<T, One>(a, b, y);
                break;
        }
    }

    public static void Select<T>(Operand<T> c, Operand<T> a, Operand<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        int i = 0, width = Vector<T>.Count, sa = a.IsScalar ? 0 : 1, sb = b.IsScalar ? 0 : 1;
        fixed (T* target = y)
        {
            if (!c.IsScalar)
            {
                for (; i <= y.Length - width; i += width)
                {
                    Vector<T> zero = Vector.Equals(Vector.Load(c.Start + i), Vector<T>.Zero);
                    Vector.Store(Vector.ConditionalSelect(zero, Load(b, i), Load(a, i)), target + i);
                }
            }
            for (; i < y.Length; i++)
                target[i] = c.Start[c.IsScalar ? 0 : i] != T.Zero ? a.Start[i * sa] : b.Start[i * sb];
        }
    }

    private static void Compare<T, TRelation>(Operand<T> a, Operand<T> b, Span<T> y)
        where T : unmanaged, INumber<T>
        where TRelation : struct, IRelation
    {
        int i = 0, width = Vector<T>.Count, sa = a.IsScalar ? 0 : 1, sb = b.IsScalar ? 0 : 1;
        fixed (T* target = y)
        {
            for (; i <= y.Length - width; i += width)
                Vector.Store(Vector.BitwiseAnd(TRelation.Holds(Load(a, i), Load(b, i)), Vector<T>.One), target + i);
            for (; i < y.Length; i++)
                target[i] = TRelation.Holds(a.Start[i * sa], b.Start[i * sb]) ? T.One : T.Zero;
        }
    }

    private static Vector<T> Load<T>(Operand<T> x, int i)
        where T : unmanaged
        => x.IsScalar ? new Vector<T>(*x.Start) : Vector.Load(x.Start + i);

    private interface IRelation
    {
        static abstract bool Holds<T>(T a, T b)
            where T : INumber<T>;

        static abstract Vector<T> Holds<T>(Vector<T> a, Vector<T> b);
    }

    private struct IsEqual : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : INumber<T>
            => a == b;

        public static Vector<T> Holds<T>(Vector<T> a, Vector<T> b) => Vector.Equals(a, b);
    }

    private struct IsDifferent : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : INumber<T>
            => a != b;

        public static Vector<T> Holds<T>(Vector<T> a, Vector<T> b) => ~Vector.Equals(a, b);
    }

    private struct IsLess : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : INumber<T>
            => a < b;

        public static Vector<T> Holds<T>(Vector<T> a, Vector<T> b) => Vector.LessThan(a, b);
    }

    private struct IsAtMost : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : INumber<T>
            => a <= b;

        public static Vector<T> Holds<T>(Vector<T> a, Vector<T> b) => Vector.LessThanOrEqual(a, b);
    }

    private struct Both : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : INumber<T>
            => a != T.Zero && b != T.Zero;

        public static Vector<T> Holds<T>(Vector<T> a, Vector<T> b) => ~(Vector.Equals(a, Vector<T>.Zero) | Vector.Equals(b, Vector<T>.Zero));
    }

    private struct Either : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : INumber<T>
            => a != T.Zero || b != T.Zero;

        public static Vector<T> Holds<T>(Vector<T> a, Vector<T> b) => ~(Vector.Equals(a, Vector<T>.Zero) & Vector.Equals(b, Vector<T>.Zero));
    }

    private struct One : IRelation
    {
        public static bool Holds<T>(T a, T b)
            where T : INumber<T>
            => (a != T.Zero) != (b != T.Zero);

        public static Vector<T> Holds<T>(Vector<T> a, Vector<T> b) => Vector.Equals(a, Vector<T>.Zero) ^ Vector.Equals(b, Vector<T>.Zero);
    }
}
