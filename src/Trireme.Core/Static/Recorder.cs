using System.Diagnostics.CodeAnalysis;
using Trireme.Autograd;
using Trireme.Operators;
using Trireme.Programs;

namespace Trireme.Static;

/// <summary>
/// Appends operators to programs instead of running them. The dispatcher hands over here whenever an input is a variable, and for every
/// operator while static mode is on. The mode belongs to the thread: data is loaded eagerly by others meanwhile.
/// </summary>
internal static class Recorder
{
    [ThreadStatic]
    private static Program? _main, _startup;

    [ThreadStatic]
    private static string? _nameScope;

    [ThreadStatic]
    private static bool _isOn;

    /// <summary>Whether every operator is appended, also one over tensors with values.</summary>
    public static bool IsOn => _isOn;

    /// <summary>Whether operators that are made of others are appended as those: how a plan is made.</summary>
    [field: ThreadStatic]
    public static bool Expands { get; private set; }

    [field: ThreadStatic]
    public static OpRole Role { get; private set; }

    [field: ThreadStatic]
    public static IReadOnlyList<string>? RoleVariables { get; set; }

    [AllowNull]
    public static Program Main
    {
        get => _main ??= new Program();
        set => _main = value;
    }

    [AllowNull]
    public static Program Startup
    {
        get => _startup ??= new Program();
        set => _startup = value;
    }

    [AllowNull]
    public static string NameScope
    {
        get => _nameScope ?? "/";
        set => _nameScope = value;
    }

    /// <summary>Switches static mode on or off until the result is disposed, if it ever is.</summary>
    public static Mode Set(bool on, bool expands = false)
    {
        var mode = new Mode(_isOn, Expands);
        (_isOn, Expands) = (on, expands);
        return mode;
    }

    /// <summary>Until the result is disposed, operators that are appended are there for something else.</summary>
    public static RoleScope As(OpRole role)
    {
        var scope = new RoleScope(Role);
        Role = role;
        return scope;
    }

    /// <summary>Until the result is disposed, operators over tensors with values run, whatever the mode.</summary>
    public static Mode Suspend() => Set(false);

    /// <summary>Appends an operator to the current block and returns its results as variables.</summary>
    public static Tensor[] Append(Op op, OpInfo info, Tensor?[] inputs, int[] starts)
    {
        Block block = Main.CurrentBlock();
        Variable?[] variables = Array.ConvertAll(inputs, t => Resolve(block, info, t));
        bool composes = info.IsComposable && Composition.Applies(op, info, variables) && !(op is IComposable sized && sized.ReadsValues(variables));
        if (Expands && composes)
            return Composition.Run(op, variables, starts);
        OpCall call = Infer(op, info, variables, starts, composes);
        bool stops = info.NoGradient is not null || !GradMode.IsEnabled || !variables.Any(v => v is { StopGradient: false });
        call.Outputs = new Tensor[call.OutputMetas.Length];
        var names = new string?[call.Outputs.Length];
        string prefix = $"{UniqueName.Generate(info.Type)}.tmp";
        for (int slot = 0; slot < info.OutputSlots.Length; slot++)
        {
            for (int i = call.OutputStarts[slot]; i < call.OutputStarts[slot + 1]; i++)
            {
                Variable? output = Overwritten(call, variables, slot, i) ?? Declare(block, call.OutputMetas[i], prefix);
                if (output is null)
                    continue;
                if (info.InPlaceInput[slot] < 0)
                {
                    output.StopGradient = stops || !output.DType.IsFloating;
                    output.LodLevel = info.SetsLod ? 0 : variables.Select(v => v?.LodLevel ?? 0).DefaultIfEmpty(0).Max();
                }
                call.Outputs[i] = output;
                names[i] = output.Name;
            }
        }
        block.Append(new Operator(block, op, Array.ConvertAll(variables, v => v?.Name), starts, names, call.OutputStarts)
        {
            Role = Role,
            RoleVariables = RoleVariables ?? [],
            NameScope = NameScope,
        });
        // While a plan is made, the tape runs over variables: an operator made of others is differentiated through them.
        if (Expands && info.NoGradient is null && !stops)
            OpGradNode.Record(call);
        return call.Outputs;
    }

    /// <summary>Appends an operator whose outputs are declared already.</summary>
    public static Operator Append(Block block, Op op, IReadOnlyList<TensorList> inputs, IReadOnlyList<TensorList> outputs)
    {
        (string?[] inputNames, int[] inputStarts) = Names(block, op.Info, op.Info.InputSlots, inputs);
        (string?[] outputNames, int[] outputStarts) = Names(block, op.Info, op.Info.OutputSlots, outputs);
        var appended = new Operator(block, op, inputNames, inputStarts, outputNames, outputStarts)
        {
            Role = Role,
            RoleVariables = RoleVariables ?? [],
            NameScope = NameScope,
        };
        block.Append(appended);
        return appended;
    }

    /// <summary>What an operator's outputs look like.</summary>
    public static OpCall Infer(Op op, Variable?[] inputs, int[] starts)
        => Infer(op, op.Info, inputs, starts, op.Info.IsComposable && Composition.Applies(op, op.Info, inputs));

    /// <summary>The variable that stands for a tensor in a block's program.</summary>
    [return: NotNullIfNotNull(nameof(tensor))]
    public static Variable? Resolve(Block block, OpInfo info, Tensor? tensor)
    {
        if (tensor is null)
            return null;
        if (tensor is not Variable variable)
            return block.Program.Capture(tensor);
        variable = variable.Latest;
        if (ReferenceEquals(variable.Block.Program, block.Program))
            return variable;
        // A clone or the startup program has variables of the same names: theirs is meant.
        return block.FindVarRecursive(variable.Name) ?? throw new InvalidArgumentException($"{info.Type}: '{variable.Name}' is a variable of another program.",
            $"It is {variable.Shape} {variable.DType}; the current program has no variable of this name.",
            "Build everything that belongs together inside one ProgramGuard.");
    }

    // An inference of shapes may itself trace; the call is not shared with what runs meanwhile.
    private static OpCall Infer(Op op, OpInfo info, Variable?[] inputs, int[] starts, bool composes)
    {
        var call = new OpCall(op, info, inputs, starts);
        if (composes && !info.IsMadeOfOthers)
            Composition.Infer(new InferContext(call));
        else
            op.Infer(new InferContext(call));
        return call;
    }

    private static (string?[] Names, int[] Starts) Names(Block block, OpInfo info, Slot[] slots, IReadOnlyList<TensorList> given)
    {
        var names = new List<string?>();
        var starts = new int[slots.Length + 1];
        for (int i = 0; i < slots.Length; i++)
        {
            int count = i < given.Count ? given[i].Count : 0;
            for (int j = 0; j < count; j++)
                names.Add(Resolve(block, info, given[i][j])?.Name);
            if (count == 0 && !slots[i].IsList)
                names.Add(null);
            starts[i + 1] = names.Count;
        }
        return (names.ToArray(), starts);
    }

    private static Variable? Overwritten(OpCall call, Variable?[] inputs, int slot, int position)
    {
        int input = call.Info.InPlaceInput[slot];
        return input < 0 ? null : inputs[call.InputStarts[input] + position - call.OutputStarts[slot]];
    }

    private static Variable? Declare(Block block, TensorMeta meta, string prefix)
        => meta.DType.Kind == DTypeKind.Undefined ? null : block.CreateVar(UniqueName.Generate(prefix), meta.Shape, meta.DType);

    /// <summary>Restores the previous role when disposed.</summary>
    public readonly struct RoleScope(OpRole before) : IDisposable
    {
        public void Dispose() => Role = before;
    }

    /// <summary>Restores the previous mode when disposed.</summary>
    public readonly struct Mode(bool isOn, bool expands) : IDisposable
    {
        public void Dispose() => (_isOn, Expands) = (isOn, expands);
    }
}
