using System.Diagnostics.CodeAnalysis;
using Trireme.Operators;
using static Trireme.Cpu.Elementwise.LaneValues;
using Step = Trireme.Cpu.Elementwise.FormulaProgram.Step;

namespace Trireme.Cpu.Elementwise;

/// <summary>
/// Makes the loop of a formula: its values become types that are put into each other, and the loop is compiled for the one that is its result.
/// </summary>
[RequiresDynamicCode("The loop of a formula is compiled when it is first needed.")]
internal sealed class LaneLoopBuilder
{
    // What one method may take in: beyond, the operations of lanes become calls.
    private const int MostInputs = 8, MostSteps = 32, MostFunctions = 6, MostDepth = 10;

    private readonly int _inputs, _firstStep;
    private readonly IReadOnlyList<Step> _steps;
    private readonly Type[] _types;
    private readonly int[] _depths, _uses;

    private LaneLoopBuilder(FormulaProgram program, int inputs)
    {
        _inputs = inputs;
        _firstStep = program.FirstRegister;
        _steps = program.Values;
        _types = new Type[_firstStep + _steps.Count];
        _depths = new int[_types.Length];
        _uses = new int[_types.Length];
    }

    /// <summary>The loop, or null where the formula has functions that are not over lanes, or is too long for one.</summary>
    public static LaneLoop? Build(FormulaProgram program, int inputs)
        => inputs <= MostInputs && program.Steps.Length <= MostSteps && program.Steps.Count(s => IsLong(s.Kind)) <= MostFunctions
            && program.Steps.All(s => LaneSteps.Handles<float>(s.Kind)) ? new LaneLoopBuilder(program, inputs).Build(program.Constants) : null;

    private static bool IsLong(ExprKind kind) => kind is ExprKind.Exp or ExprKind.Expm1 or ExprKind.Sigmoid or ExprKind.Tanh or ExprKind.Erf;

    private LaneLoop? Build(double[] constants)
    {
        foreach (Step step in _steps)
        {
            foreach (int operand in (ReadOnlySpan<int>)[step.A, step.B, step.C])
            {
                if (operand >= 0)
                    _uses[operand]++;
            }
        }
        for (int i = 0; i < _firstStep; i++)
            _types[i] = i < _inputs ? Join(typeof(Input<>), Numeral(i)) : Join(typeof(Held<>), Numeral(i - _inputs));
        var held = new List<Type>();
        for (int i = 0; i < _steps.Count; i++)
        {
            int value = _firstStep + i;
            _types[value] = TypeOf(_steps[i], constants);
            _depths[value] = 1 + Depth(_steps[i].A, _steps[i].B, _steps[i].C);
            if (_uses[value] < 2)
                continue;
            held.Add(_types[value]);
            _types[value] = Join(typeof(Held<>), Numeral(constants.Length + held.Count - 1));
            _depths[value] = 0;
        }
        Type result = _types[^1];
        for (int i = held.Count - 1; i >= 0; i--)
            result = Join(typeof(With<,,>), Numeral(constants.Length + i), held[i], result);
        if (_depths.Max() + held.Count > MostDepth)
            return null;
        float[] numbers = Array.ConvertAll(constants, c => (float)c);
        return (LaneLoop)Activator.CreateInstance(Join(typeof(LaneLoop<>), result), _inputs, numbers, constants.Length + held.Count)!;
    }

    private Type TypeOf(Step step, double[] constants)
    {
        (int a, int b) = LaneFunctions.IsExchanged(step.Kind) ? (step.B, step.A) : (step.A, step.B);
        bool isNumber = b >= _inputs && b < _firstStep && !double.IsNaN(constants[b - _inputs]);
        var function = new FunctionType();
        LaneFunctions.Choose(step.Kind, isNumber, ref function);
        return b < 0 ? Join(typeof(Of<,>), function.Type!, _types[a])
            : step.C < 0 ? Join(typeof(Of<,,>), function.Type!, _types[a], _types[b])
            : Join(typeof(Of<,,,>), function.Type!, _types[a], _types[b], _types[step.C]);
    }

    private int Depth(params ReadOnlySpan<int> values)
    {
        int depth = 0;
        foreach (int value in values)
            depth = Math.Max(depth, value < 0 ? 0 : _depths[value]);
        return depth;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The types that are put together are all named in this class.")]
    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private static Type Join([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type open, params Type[] parts)
        => open.MakeGenericType(parts);

    private static Type Numeral(int n)
        => n == 0 ? typeof(Zero) : Join(n % 2 == 0 ? typeof(Twice<>) : typeof(TwicePlusOne<>), Numeral(n / 2));

    private struct FunctionType : ILaneFunctionUse
    {
        public Type? Type;

        public void Take<F>()
            where F : struct, ILaneFunction
            => Type = typeof(F);
    }
}
