using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;
using Trireme.Tracing;

namespace Trireme;

/// <summary>A network read from the files of <see cref="Jit.Save(Layer, string, InputSpec[])"/> or of Paddle: a layer whose Forward is a program.</summary>
/// <remarks>
/// Mirrors paddle.jit.TranslatedLayer. Parameters have the names they had in Python, and where the files say them, the keys of the original
/// layer. It starts in evaluation mode; <c>Train()</c> brings back dropout and batch statistics, for fine-tuning.
/// </remarks>
public sealed class TranslatedLayer : Layer
{
    private readonly Program _program;
    private readonly string[] _feeds, _fetches;
    private readonly OrderedDictionary<string, Tensor> _state;
    private ConcreteProgram? _evaluation, _training;

    internal TranslatedLayer(Program program, string[] feeds, Variable[] fetches, OrderedDictionary<string, Tensor> state)
    {
        (_program, _feeds, _state) = (program, feeds, state);
        _fetches = Array.ConvertAll(fetches, f => f.Name);
        foreach (Tensor tensor in state.Values)
            tensor.Persistable = true;
        Eval();
    }

    /// <summary>What the inputs look like.</summary>
    public IReadOnlyList<InputSpec> InputSpecs => Array.ConvertAll(_feeds, name => new InputSpec(_program.GlobalBlock().Var(name).Shape, _program.GlobalBlock().Var(name).DType, name));

    internal override IReadOnlyList<InputSpec>? InputsForFiles => InputSpecs;

    /// <summary>The program as the file has it.</summary>
    /// <param name="methodName">The method whose program is wanted; files hold <c>forward</c>.</param>
    /// <exception cref="InvalidArgumentException">There is no such method.</exception>
    public Program Program(string methodName = "forward")
        => methodName == "forward" ? _program : throw new InvalidArgumentException($"TranslatedLayer: there is no method '{methodName}'.", "The files hold 'forward'.");

    /// <summary>Runs the program.</summary>
    /// <param name="input">The input.</param>
    public override Tensor Forward(Tensor input) => Forward([input])[0];

    /// <summary>Runs the program.</summary>
    /// <param name="input">The first input.</param>
    /// <param name="label">The second input.</param>
    public override Tensor Forward(Tensor input, Tensor label) => Forward([input, label])[0];

    /// <summary>Runs the program.</summary>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    /// <param name="z">The third input.</param>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => Forward([x, y, z])[0];

    /// <summary>Runs the program and returns all its results.</summary>
    /// <param name="inputs">As many inputs as the program has.</param>
    /// <exception cref="InvalidArgumentException">An input does not fit the program.</exception>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        CheckInputs(inputs);
        if (Recorder.IsOn || Array.Exists(inputs, t => t.IsSymbolic))
            return Inline(inputs);
        ref ConcreteProgram? kept = ref Training ? ref _training : ref _evaluation;
        // A parameter that was frozen or thawed since takes part in other gradients.
        if (kept is null || !kept.CapturedFit())
            kept = ConcreteProgram.Of(Runnable(Training), _feeds, _fetches);
        return kept.Run(inputs);
    }

    private protected override IEnumerable<(string Key, object Value)> Members() => _state.Select(s => (s.Key, (object)s.Value));

    private void CheckInputs(Tensor[] inputs)
    {
        IReadOnlyList<InputSpec> specs = InputSpecs;
        if (inputs.Length != specs.Count)
            throw new InvalidArgumentException($"TranslatedLayer: {inputs.Length} inputs were given.", $"The program has {specs.Count}: {string.Join(", ", _feeds)}.");
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].DType != specs[i].DType || inputs[i].Shape.Rank != specs[i].Shape.Rank)
            {
                throw new InvalidArgumentException($"TranslatedLayer: the input '{_feeds[i]}' does not fit the program.",
                    $"It is {inputs[i].Shape} {inputs[i].DType}; {specs[i].Shape} {specs[i].DType} is needed.", "Reshape or cast it; -1 stands for any size.");
            }
        }
    }

    // The program over this layer's tensors, as in training or in evaluation.
    private Program Runnable(bool training)
    {
        Program copy = _program.Clone();
        copy.GlobalBlock().RemoveOps(o => o.Record is FeedOp or FetchOp);
        Dictionary<string, Tensor> values = _state.Values.ToDictionary(t => t.Name);
        foreach (Variable variable in copy.GlobalBlock().Vars.Values.Where(v => values.ContainsKey(v.Name)))
        {
            copy.ShareValue(variable, values[variable.Name]);
            variable.StopGradient = values[variable.Name].StopGradient;
            variable.IsParameter = values[variable.Name] is Parameter;
            variable.Narrow(values[variable.Name].Shape, values[variable.Name].DType);
        }
        foreach (Operator op in copy.Blocks.SelectMany(b => b.Ops))
        {
            if (op.Record.Info is { Create: { } create } info && info.Attributes.Any(a => a.Name == "is_test"))
                op.Record = create(AttributeMap.Of(op.Record, ("is_test", !training)));
        }
        return copy;
    }

    // Inside another program its operators are appended to that.
    private Tensor[] Inline(Tensor[] inputs)
    {
        Program program = Runnable(Training);
        var scope = new Scope();
        foreach (Tensor tensor in _state.Values)
            scope.Local(tensor.Name).Value = Recorder.Main.Capture(tensor);
        for (int i = 0; i < inputs.Length; i++)
            scope.Local(_feeds[i]).Value = inputs[i];
        ProgramGraft.Append(program, scope);
        return Array.ConvertAll(_fetches, name => scope.FindVar(name)!.GetTensor());
    }
}
