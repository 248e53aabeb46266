using Trireme.Cpu;
using Trireme.Cpu.Elementwise;
using Trireme.Operators;

namespace Trireme.Tests.Cpu;

public sealed unsafe class LaneLoopTests
{
    private const int Inputs = 2;

    private static Expr X => Expr.Input(0);

    private static Expr Y => Expr.Input(1);

    private static Expr[] Formulas =>
    [
        0.5 * X * (1 + Expr.Of(ExprKind.Erf, X * Math.Sqrt(0.5))),
        Y * (0.5 * X * (1 + Expr.Of(ExprKind.Erf, X * Math.Sqrt(0.5)))).Derivative(0),
        Expr.Min(Expr.Max((X / 6) + 0.5, 0), 1) - Expr.Max(Expr.Min(X, Y), double.NaN),
        Expr.Select(X > Y, Expr.Of(ExprKind.Expm1, X), -Y) + (X >= 1) - (Y <= X) + Expr.Of(ExprKind.Equal, X, Y),
        // Values that are read twice, one inside the other.
        X * (Expr.Exp(X) * (Expr.Exp(X) + 2) / ((Expr.Exp(X) * (Expr.Exp(X) + 2)) + 2)),
        Expr.Sqrt(Expr.Abs(Expr.Square(X) - (3 * Y))) + Expr.Sigmoid(Y),
    ];

    public static TheoryData<int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int>();
            foreach (int bits in (int[])[32, 128, 256, 512])
            {
                for (int formula = 0; formula < Formulas.Length; formula++)
                    cases.Add(bits, formula);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gives_the_same_bits_as_the_steps(int bits, int formula)
    {
        using LaneWidth.Forced width = LaneWidth.Force(bits);
        var program = new FormulaProgram(Formulas[formula], Inputs);
        LaneLoop loop = LaneLoopBuilder.Build(program, Inputs)!;
        foreach (int count in (int[])[0, 1, 15, 16, 17, 64, 131, 5000])
        {
            for (int form = 0; form < 8; form++)
                Check(program, loop, count, form);
        }
    }

    [Fact]
    public void Formulas_with_other_functions_or_too_many_steps_stay_steps()
    {
        Expr sum = X;
        for (int i = 1; i < 12; i++)
            sum += Expr.Sqrt(X + i);
        Assert.NotNull(LaneLoopBuilder.Build(new FormulaProgram(Expr.Sqrt(X + 1) + Y, Inputs), Inputs));
        Assert.Null(LaneLoopBuilder.Build(new FormulaProgram(sum, Inputs), Inputs));
        Assert.Null(LaneLoopBuilder.Build(new FormulaProgram(Expr.Of(ExprKind.Lgamma, X) + Y, Inputs), Inputs));
    }

    [Fact]
    public void A_loop_is_made_of_what_runs_often()
    {
        var program = new FormulaProgram(Expr.Exp(X) + Y, Inputs);
        Assert.Null(program.LoopFor(1 << 20));
        Assert.Null(program.LoopFor(int.MaxValue / 256));
        Assert.NotNull(program.LoopFor(int.MaxValue / 16));
        Assert.NotNull(program.LoopFor(1000));
        Assert.Null(program.LoopFor(10));
        Assert.Null(new FormulaProgram(Expr.Exp(X), Inputs).LoopFor(int.MaxValue));
    }

    // The bits of the form say which operands are scalars, and whether the target is written past the caches.
    private static void Check(FormulaProgram program, LaneLoop loop, int count, int form)
    {
        const int around = 3;
        var random = new System.Random(count + form);
        float[] special = [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-40f, 3e38f];
        float[] x = new float[count + 1], y = new float[count + 1];
        foreach (float[] values in (float[][])[x, y])
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = random.Next(8) == 0 ? special[random.Next(special.Length)] : (random.NextSingle() * 8) - 4;
        }
        float[] Run(LaneLoop? with)
        {
            float[] result = Enumerable.Repeat(-7f, count + (2 * around)).ToArray();
            fixed (float* a = x, b = y, to = result)
            {
                Operand<float>* operands = stackalloc Operand<float>[] { new(a, (form & 1) != 0), new(b, (form & 2) != 0) };
                var tiles = new TileRunner<float>(FloatArithmetic<float>.Instance, program, Inputs, false, (form & 4) != 0, with);
                tiles.Run(operands, (byte*)(to + around), count);
            }
            return result;
        }
        float[] steps = Run(null), one = Run(loop);
        for (int i = 0; i < steps.Length; i++)
        {
            bool same = BitConverter.SingleToInt32Bits(steps[i]) == BitConverter.SingleToInt32Bits(one[i]) || (float.IsNaN(steps[i]) && float.IsNaN(one[i]));
            Assert.True(same, $"element {i - around} of {count} in form {form} is {one[i]}, not {steps[i]}");
        }
    }
}
