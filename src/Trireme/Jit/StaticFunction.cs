using Trireme.Static;
using Trireme.Tracing;

namespace Trireme;

/// <summary>A function that runs as a program: traced at the first call for each kind of inputs, then run from there.</summary>
/// <remarks>
/// Mirrors Paddle's StaticFunction. A kind of inputs is their number, element types and shapes (an <see cref="InputSpec"/> with -1 covers all
/// sizes), and whether the layers inside are training. On the tape a run is one step; gradients arrive in the inputs and in the parameters.
/// Random operators draw anew in every run; what is no operator (printing, counting) happens only while tracing.
/// </remarks>
public sealed class StaticFunction
{
    // A function called with ever new shapes must not fill the memory with programs.
    private const int MostPrograms = 64;

    private readonly Func<Tensor[], Tensor[]> _recorded, _eager;
    private readonly Lock _lock = new();
    private ConcreteProgram[] _programs = [];

    internal StaticFunction(string name, Func<Tensor[], Tensor[]> recorded, Func<Tensor[], Tensor[]> eager, IReadOnlyList<InputSpec>? specs)
    {
        (Name, _recorded, _eager) = (name, recorded, eager);
        InputSpecs = specs is null ? null : [.. specs];
    }

    /// <summary>What the function is called.</summary>
    public string Name { get; }

    /// <summary>What the inputs were specified to be; null where each call's tensors say it.</summary>
    public IReadOnlyList<InputSpec>? InputSpecs { get; }

    /// <summary>The program of the last call; from the specifications where there was none yet.</summary>
    /// <exception cref="PreconditionNotMetException">There was no call yet, and no specification was given.</exception>
    public ConcreteProgram ConcreteProgram
    {
        get
        {
            if (_programs is [var last, ..])
                return last;
            return InputSpecs is { } specs ? Trace(specs) : throw new PreconditionNotMetException($"{Name}: there is no program yet.",
                "It is made at the first call.", "Call the function once, or give ToStatic an inputSpec.");
        }
    }

    /// <summary>The operators of <see cref="ConcreteProgram"/>.</summary>
    /// <exception cref="PreconditionNotMetException">There was no call yet, and no specification was given.</exception>
    public Program MainProgram => ConcreteProgram.MainProgram;

    /// <summary>The function that was traced, run eagerly.</summary>
    public Func<Tensor[], Tensor[]> DygraphFunction => _eager;

    /// <summary>How many programs are kept.</summary>
    public int ProgramCount => _programs.Length;

    /// <summary>Runs the function on one input and returns its first output.</summary>
    /// <param name="input">The input.</param>
    public Tensor Call(Tensor input) => Call([input])[0];

    /// <summary>Runs the function on two inputs and returns its first output.</summary>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    public Tensor Call(Tensor x, Tensor y) => Call([x, y])[0];

    /// <summary>Runs the function.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <exception cref="InvalidArgumentException">The inputs do not fit the specification.</exception>
    public Tensor[] Call(params Tensor[] inputs)
    {
        if (!Jit.IsEnabled)
            return _eager(inputs);
        // Inside another program the function is a part of that.
        if (Recorder.IsOn || Array.Exists(inputs, t => t.IsSymbolic))
            return _recorded(inputs);
        return Find(inputs).Run(inputs);
    }

    /// <summary>The function as a delegate.</summary>
    /// <param name="function">The function.</param>
    public static implicit operator Func<Tensor, Tensor>(StaticFunction function) => function.Call;

    /// <summary>The function as a delegate over several tensors.</summary>
    /// <param name="function">The function.</param>
    public static implicit operator Func<Tensor[], Tensor[]>(StaticFunction function) => function.Call;

    internal Func<Tensor[], Tensor[]> Recorded => _recorded;

    internal IReadOnlyList<InputSpec>? LastSpecs => _programs is [var last, ..] ? last.Specs : null;

    private ConcreteProgram Find(Tensor[] inputs)
    {
        ConcreteProgram[] known = _programs;
        for (int i = 0; i < known.Length; i++)
        {
            if (!known[i].Fits(inputs))
                continue;
            if (i > 0)
                MoveToFront(known[i]);
            return known[i];
        }
        return Trace(SpecsFor(inputs));
    }

    private InputSpec[] SpecsFor(Tensor[] inputs)
    {
        if (InputSpecs is { } given && given.Count > inputs.Length)
            throw new InvalidArgumentException($"{Name}: {inputs.Length} inputs were given.", $"The inputSpec has {given.Count}.");
        var specs = new InputSpec[inputs.Length];
        for (int i = 0; i < specs.Length; i++)
        {
            specs[i] = InputSpecs is { } fixedOnes && i < fixedOnes.Count ? fixedOnes[i] : new InputSpec(inputs[i].Shape, inputs[i].DType);
            if (!ConcreteProgram.Fits(specs[i], inputs[i]))
            {
                throw new InvalidArgumentException($"{Name}: input {i} does not fit its inputSpec.", $"It is {inputs[i].Shape} {inputs[i].DType}; {specs[i].Shape} {specs[i].DType} was specified.",
                    "Use -1 for a dimension of any size, or leave the inputSpec out.");
            }
        }
        return specs;
    }

    private ConcreteProgram Trace(IReadOnlyList<InputSpec> specs)
    {
        long begin = Environment.TickCount64;
        ConcreteProgram made = ConcreteProgram.Trace(Name, _recorded, specs);
        TraceLog.Traced(Name, specs, made.MainProgram, Environment.TickCount64 - begin);
        lock (_lock)
            _programs = [made, .. _programs.Take(MostPrograms - 1)];
        return made;
    }

    private void MoveToFront(ConcreteProgram used)
    {
        lock (_lock)
            _programs = [used, .. _programs.Where(p => !ReferenceEquals(p, used))];
    }
}
