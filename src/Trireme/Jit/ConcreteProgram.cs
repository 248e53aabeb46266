using Trireme.Autograd;
using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;
using Trireme.Tracing;

namespace Trireme;

/// <summary>A function as a program, for one kind of inputs: what tracing it once gave.</summary>
/// <remarks>Mirrors Paddle's ConcreteProgram. Parameters are the layers' own tensors: training the layer changes what the program computes.</remarks>
public sealed class ConcreteProgram
{
    private readonly (Layer Layer, bool Training)[] _training;
    private readonly Variable[] _captured;
    private readonly List<GradientPart> _gradients = [];
    private readonly Lock _lock = new();

    private ConcreteProgram(Program main, Program startup, IReadOnlyList<InputSpec> specs, Variable[] inputs, Variable[] outputs, (Layer, bool)[] training)
    {
        (MainProgram, StartupProgram, Specs, Inputs, Outputs, _training) = (main, startup, specs, inputs, outputs, training);
        _captured = main.GlobalBlock().Vars.Values.Where(v => v.Value is not null).ToArray();
        Runner = TracedRunner.Create(this);
    }

    /// <summary>The operators that the function ran.</summary>
    public Program MainProgram { get; }

    /// <summary>The operators that give parameters made while tracing their first values.</summary>
    public Program StartupProgram { get; }

    /// <summary>The variables that stand for the inputs.</summary>
    public IReadOnlyList<Variable> Inputs { get; }

    /// <summary>The variables that stand for the outputs.</summary>
    public IReadOnlyList<Variable> Outputs { get; }

    /// <summary>The trainable tensors that the function used.</summary>
    public IReadOnlyList<Tensor> Parameters => _captured.Where(v => v.IsParameter).Select(v => v.Value!).ToArray();

    /// <summary>The variables that stand for tensors outside: parameters, buffers, constants.</summary>
    internal IReadOnlyList<Variable> Captured => _captured;

    internal TracedRunner Runner { get; }

    /// <summary>What the inputs look like.</summary>
    internal IReadOnlyList<InputSpec> Specs { get; }

    /// <summary>Runs a function once over variables.</summary>
    /// <param name="name">What the function is called, in messages.</param>
    /// <param name="function">The function.</param>
    /// <param name="specs">What the inputs look like.</param>
    internal static ConcreteProgram Trace(string name, Func<Tensor[], Tensor[]> function, IReadOnlyList<InputSpec> specs)
    {
        var main = new Program();
        var startup = new Program();
        using var guard = new ProgramGuard(main, startup);
        using Recorder.Mode on = Recorder.Set(on: true);
        using GradMode.Scope grad = GradMode.Set(true);
        using var session = new TraceSession();
        Variable[] inputs = specs.Select((s, i) => Declare(main, s, Names(specs)[i])).ToArray();
        Tensor[] results = function([.. inputs]);
        if (results.Length == 0)
            throw new InvalidArgumentException($"{name}: the function returned no tensor, so there is nothing to compute.", null, "Return at least one.");
        Variable[] outputs = Array.ConvertAll(results, t => Recorder.Resolve(main.GlobalBlock(), new AssignOp().Info, t));
        return new ConcreteProgram(main, startup, specs, inputs, outputs, session.Answers);
    }

    /// <summary>A program from a file as the program of a function.</summary>
    internal static ConcreteProgram Of(Program program, IReadOnlyList<string> feeds, IReadOnlyList<string> fetches)
    {
        Block block = program.GlobalBlock();
        Variable[] inputs = feeds.Select(block.Var).ToArray();
        InputSpec[] specs = Array.ConvertAll(inputs, v => new InputSpec(v.Shape, v.DType, v.Name));
        return new ConcreteProgram(program, new Program(), specs, inputs, fetches.Select(block.Var).ToArray(), []);
    }

    /// <summary>Whether the program computes what the function would compute for these inputs now.</summary>
    internal bool Fits(ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length != Specs.Count)
            return false;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!Fits(Specs[i], inputs[i]))
                return false;
        }
        foreach ((Layer layer, bool training) in _training)
        {
            if (layer.Training != training)
                return false;
        }
        return CapturedFit();
    }

    /// <summary>Whether the tensors outside are still of the kind they were, and as trainable.</summary>
    internal bool CapturedFit()
    {
        foreach (Variable variable in _captured)
        {
            Tensor value = variable.Value!;
            if (value.StopGradient != variable.StopGradient || value.DType != variable.DType || value.Shape != variable.Shape)
                return false;
        }
        return true;
    }

    internal static bool Fits(InputSpec spec, Tensor tensor)
    {
        if (tensor.DType != spec.DType || tensor.Shape.Rank != spec.Shape.Rank)
            return false;
        for (int i = 0; i < tensor.Shape.Rank; i++)
        {
            if (spec.Shape[i] >= 0 && spec.Shape[i] != tensor.Shape[i])
                return false;
        }
        return true;
    }

    /// <summary>Runs the program as one step on the tape; nothing is taped where nothing needs a gradient.</summary>
    internal Tensor[] Run(Tensor[] inputs)
    {
        if (!GradMode.IsEnabled || !NeedsGradient(inputs))
            return Runner.Infer(inputs);
        GradientPart part = GradientFor(inputs);
        if (part.Wanted.Count == 0)
            return Runner.Infer(inputs);
        Tensor[] outputs = Runner.Forward(part, inputs, out object state);
        TracedGradNode.Record(this, part, inputs, outputs, state);
        return outputs;
    }

    private bool NeedsGradient(Tensor[] inputs)
        => Array.Exists(inputs, t => !t.StopGradient && t.DType.IsFloating) || Array.Exists(_captured, v => !v.StopGradient && v.DType.IsFloating);

    private GradientPart GradientFor(Tensor[] inputs)
    {
        lock (_lock)
        {
            foreach (GradientPart known in _gradients)
            {
                if (known.Fits(inputs))
                    return known;
            }
            var made = new GradientPart(this, Array.ConvertAll(inputs, t => !t.StopGradient && t.DType.IsFloating));
            _gradients.Add(made);
            return made;
        }
    }

    // Gradients of inputs are computed where they are wanted, so that one trace serves both.
    private static Variable Declare(Program program, InputSpec spec, string name)
    {
        Variable variable = program.GlobalBlock().CreateVar(name, spec.Shape, spec.DType, stopGradient: !spec.DType.IsFloating);
        variable.IsData = true;
        variable.NeedCheckFeed = true;
        return variable;
    }

    private static string[] Names(IReadOnlyList<InputSpec> specs)
    {
        string[] names = specs.Select((s, i) => s.Name ?? (specs.Count == 1 ? "x" : $"x{i}")).ToArray();
        string? twice = names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? names : throw new InvalidArgumentException($"ToStatic: two inputs are called '{twice}'.", $"The names are: {string.Join(", ", names)}.", "Give each InputSpec a name of its own.");
    }
}
