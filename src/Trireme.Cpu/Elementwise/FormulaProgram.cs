using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>
/// A formula as a list of steps over values. Values are numbered: the inputs, then the constants, then scratch registers; the last step
/// writes <see cref="Result"/>. Common subexpressions are computed once, and a register is used again when its value is dead.
/// </summary>
internal sealed class FormulaProgram
{
    // Elements times steps.
    private const long StepsBeforeLoop = 32 << 20;

    // Below, to begin the loop is no less than to begin the steps.
    private const int FewElements = 64;

    private readonly Dictionary<Expr, int> _known = [];
    private readonly List<Step> _steps = [];
    private readonly List<double> _constants = [];
    private readonly int _inputs;

    private long _elements;
    private LaneLoop? _loop;
    private bool _loopIsKnown;

    public FormulaProgram(Expr formula, int inputs)
    {
        _inputs = inputs;
        CollectConstants(formula);
        Constants = _constants.ToArray();
        int result = Visit(formula);
        Steps = _steps.ToArray();
        if (Steps.Length > 0)
            AssignRegisters();
        Result = Steps.Length > 0 ? Steps[^1].Target : result;
        foreach (Step step in Steps)
            Cost += CostOf(step.Kind);
    }

    public Step[] Steps { get; }

    /// <summary>The steps before registers were given to their values: step i makes value <see cref="FirstRegister"/> + i.</summary>
    public IReadOnlyList<Step> Values => _steps;

    public double[] Constants { get; }

    /// <summary>The number of the value that is the formula's; without steps an input or a constant.</summary>
    public int Result { get; }

    public int FirstRegister => _inputs + Constants.Length;

    /// <summary>How many scratch registers the steps need, that of the result not counted.</summary>
    public int Registers { get; private set; }

    /// <summary>About how many elementary operations one element takes.</summary>
    public int Cost { get; } = 1;

    /// <summary>
    /// The formula as one loop, where it has one and is about to run over so many elements once more. To compile it takes about as long as its steps took
    /// by then.
    /// </summary>
    public LaneLoop? LoopFor(int count)
    {
        if (count < FewElements || Steps.Length < 2)
            return null;
        if (_loopIsKnown)
            return _loop;
        _elements += count;
        if (_elements * Steps.Length < StepsBeforeLoop)
            return null;
        _loop = RuntimeFeature.IsDynamicCodeSupported ? LaneLoopBuilder.Build(this, _inputs) : null;
        _loopIsKnown = true;
        return _loop;
    }

    private void CollectConstants(Expr e)
    {
        if (e.Kind == ExprKind.Constant && _known.TryAdd(e, _inputs + _constants.Count))
            _constants.Add(e.Value);
        foreach (Expr? operand in (ReadOnlySpan<Expr?>)[e.A, e.B, e.C])
        {
            if (operand is not null)
                CollectConstants(operand);
        }
    }

    // Registers are numbered one a step at first.
    private int Visit(Expr e)
    {
        if (e.Kind == ExprKind.Input)
            return e.Index;
        if (_known.TryGetValue(e, out int known))
            return known;
        int a = Visit(e.A!), b = e.B is null ? -1 : Visit(e.B), c = e.C is null ? -1 : Visit(e.C);
        int target = _inputs + Constants.Length + _steps.Count;
        _steps.Add(new Step(e.Kind, a, b, c, target));
        return _known[e] = target;
    }

    private void AssignRegisters()
    {
        int first = FirstRegister;
        var lastUse = new int[Steps.Length];
        for (int i = 0; i < Steps.Length; i++)
        {
            foreach (int value in (ReadOnlySpan<int>)[Steps[i].A, Steps[i].B, Steps[i].C])
            {
                if (value >= first)
                    lastUse[value - first] = i;
            }
        }
        var register = new int[Steps.Length];
        var free = new Stack<int>();
        for (int i = 0; i < Steps.Length; i++)
        {
            Step s = Steps[i];
            int Moved(int value) => value >= first ? first + register[value - first] : value;
            (int a, int b, int c) = (Moved(s.A), Moved(s.B), Moved(s.C));
            // An operand's register may be the target: every step reads an element before it writes it.
            for (int j = 0; j < i; j++)
            {
                if (lastUse[j] == i)
                    free.Push(register[j]);
            }
            register[i] = i == Steps.Length - 1 ? -1 : free.TryPop(out int r) ? r : Registers++;
            Steps[i] = new Step(s.Kind, a, b, c, i == Steps.Length - 1 ? -1 : first + register[i]);
        }
        Steps[^1] = Steps[^1] with { Target = first + Registers };
    }

    private static int CostOf(ExprKind kind) => kind switch
    {
        ExprKind.Exp or ExprKind.Log or ExprKind.Log2 or ExprKind.Sigmoid or ExprKind.Tanh or ExprKind.Sin or ExprKind.Cos or ExprKind.Erf => 6,
        >= ExprKind.Expm1 and <= ExprKind.Atanh or >= ExprKind.Lgamma and <= ExprKind.BesselI1e or ExprKind.Polygamma or ExprKind.Pow or ExprKind.Atan2 or ExprKind.Remainder => 30,
        _ => 1,
    };

    /// <summary>One step: a function of up to three values into a register.</summary>
    internal readonly record struct Step(ExprKind Kind, int A, int B, int C, int Target);
}
