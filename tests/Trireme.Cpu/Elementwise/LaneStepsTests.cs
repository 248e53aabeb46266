using Trireme.Cpu;
using Trireme.Cpu.Elementwise;
using Trireme.Operators;

namespace Trireme.Tests.Cpu;

public sealed unsafe class LaneStepsTests
{
    private static readonly float[] Special = [0f, -0f, 1f, -1f, 2.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-40f, 3e38f];

    public static TheoryData<int, ExprKind> Cases
    {
        get
        {
            var cases = new TheoryData<int, ExprKind>();
            foreach (int bits in (int[])[32, 128, 256, 512])
            {
                foreach (ExprKind kind in Enum.GetValues<ExprKind>().Where(LaneSteps.Handles<float>))
                    cases.Add(bits, kind);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Are_the_functions_one_by_one(int bits, ExprKind kind)
    {
        using LaneWidth.Forced width = LaneWidth.Force(bits);
        foreach (int columns in (int[])[1, 3, 7, 16, 49, 130])
        {
            for (int form = 0; form < 16; form++)
                Check(kind, columns, form);
        }
    }

    [Fact]
    public void Other_types_and_functions_are_not_handled()
    {
        Assert.False(LaneSteps.Handles<double>(ExprKind.Add));
        Assert.False(LaneSteps.Handles<long>(ExprKind.Equal));
        Assert.False(LaneSteps.Handles<float>(ExprKind.Pow));
    }

    // The bits of the form say which operands are scalars, and whether the target is written past the caches.
    private static void Check(ExprKind kind, int columns, int form)
    {
        const int rows = 3, pitch = 2;
        var random = new System.Random(columns + form);
        float[][] operands = new float[3][];
        for (int i = 0; i < 3; i++)
        {
            operands[i] = new float[rows * (columns + pitch)];
            for (int j = 0; j < operands[i].Length; j++)
                operands[i][j] = random.Next(4) == 0 ? Special[random.Next(Special.Length)] : (random.NextSingle() * 8) - 4;
        }
        bool IsScalar(int i) => (form >> i & 1) != 0;
        int arity = kind switch
        {
            ExprKind.Select => 3,
            >= ExprKind.Neg and <= ExprKind.BesselI1e => 1,
            _ => 2,
        };
        // Two numbers on either side, which must stay.
        float[] target = Enumerable.Repeat(-7f, (rows * (columns + pitch)) + 2).ToArray();
        fixed (float* a = operands[0], b = operands[1], c = operands[2], to = target)
        {
            nint stride = columns + pitch;
            LaneSteps.RunRows(kind, new RowOperand(a, stride, IsScalar(0)), arity > 1 ? new RowOperand(b, stride, IsScalar(1)) : default,
                arity > 2 ? new RowOperand(c, stride, IsScalar(2)) : default, to + 2, stride, rows, columns, (form & 8) != 0);
        }
        for (int row = 0; row < rows; row++)
        {
            int start = row * (columns + pitch);
            for (int j = 0; j < columns + pitch; j++)
            {
                float Value(int i) => operands[i][start + (IsScalar(i) ? 0 : j)];
                float actual = target[start + 2 + j];
                if (j >= columns)
                    Assert.Equal(-7f, actual);
                else
                    Same(Of(kind, Value(0), Value(1), Value(2)), actual, kind, $"{kind}({Value(0)}, {Value(1)}, {Value(2)}) in form {form}, column {j} of {columns}");
            }
        }
        Assert.Equal([-7f, -7f], target[..2]);
    }

    private static void Same(double expected, float actual, ExprKind kind, string what)
    {
        if (double.IsNaN(expected))
            Assert.True(float.IsNaN(actual), $"{what} is {actual}");
        else if (kind is ExprKind.Exp or ExprKind.Expm1 or ExprKind.Sigmoid or ExprKind.Tanh or ExprKind.Erf && double.IsFinite((float)expected))
            Assert.True(Math.Abs(expected - actual) <= (3e-7 * Math.Abs(expected)) + 1e-38, $"{what} is {actual}, not {expected}");
        else
            Assert.True((float)expected == actual, $"{what} is {actual}, not {(float)expected}");
    }

    private static double Of(ExprKind kind, float a, float b, float c) => kind switch
    {
        ExprKind.Add => a + b,
        ExprKind.Sub => a - b,
        ExprKind.Mul => a * b,
        ExprKind.Div => a / b,
        ExprKind.Max => MathF.Max(a, b),
        ExprKind.Min => MathF.Min(a, b),
        ExprKind.Neg => -a,
        ExprKind.Abs => MathF.Abs(a),
        ExprKind.Square => a * a,
        ExprKind.Sign => float.IsNaN(a) ? a : MathF.Sign(a),
        ExprKind.Sqrt => MathF.Sqrt(a),
        ExprKind.Rsqrt => 1 / MathF.Sqrt(a),
        ExprKind.Reciprocal => 1 / a,
        ExprKind.Floor => MathF.Floor(a),
        ExprKind.Ceil => MathF.Ceiling(a),
        ExprKind.Tanh => Math.Tanh(a),
        ExprKind.IsNaN => float.IsNaN(a) ? 1 : 0,
        ExprKind.IsFinite => float.IsFinite(a) ? 1 : 0,
        ExprKind.Exp => Math.Exp(a),
        ExprKind.Expm1 => Expm1(a),
        ExprKind.Sigmoid => 1 / (1 + Math.Exp(-(double)a)),
        ExprKind.Erf => ErrorFunction.Erf(a),
        ExprKind.Select => a != 0 ? b : c,
        ExprKind.Equal => a == b ? 1 : 0,
        ExprKind.NotEqual => a != b ? 1 : 0,
        ExprKind.Less => a < b ? 1 : 0,
        ExprKind.LessEqual => a <= b ? 1 : 0,
        ExprKind.Greater => a > b ? 1 : 0,
        ExprKind.GreaterEqual => a >= b ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The test does not know this function."),
    };

    // The difference has lost what its terms have in common; near 0 the series has not.
    private static double Expm1(double x) => Math.Abs(x) < 1e-3 ? x * (1 + (x / 2 * (1 + (x / 3)))) : Math.Exp(x) - 1;

    [Theory, InlineData(ExprKind.Expm1), InlineData(ExprKind.Tanh)]
    public void What_is_small_near_zero_is_exact_from_end_to_end(ExprKind kind)
    {
        const int count = 4096;
        float[] x = [.. Enumerable.Range(0, count).Select(i => (-25f + (i * 0.028f)) * (i % 3 == 0 ? 1e-3f : 1))], y = new float[count];
        fixed (float* from = x, to = y)
            LaneSteps.Run(kind, new Operand<float>(from, false), default, default, to, count, false);
        for (int i = 0; i < count; i++)
            Same(Of(kind, x[i], 0, 0), y[i], kind, $"{kind}({x[i]})");
    }

    [Fact]
    public void Zeros_keep_their_sign()
    {
        float* x = stackalloc float[] { -0f, 0f }, y = stackalloc float[2];
        foreach (ExprKind kind in (ExprKind[])[ExprKind.Sign, ExprKind.Floor, ExprKind.Ceil, ExprKind.Tanh, ExprKind.Sqrt])
        {
            LaneSteps.Run(kind, new Operand<float>(x, false), default, default, y, 2, false);
            Assert.True(float.IsNegative(y[0]) && y[0] == 0 && !float.IsNegative(y[1]) && y[1] == 0, $"{kind}: {y[0]}, {y[1]}");
        }
    }
}
