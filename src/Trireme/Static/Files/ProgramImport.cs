using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Operators;

namespace Trireme.Static.Files;

/// <summary>Turns the description that a file holds into a program.</summary>
internal sealed class ProgramImport
{
    /// <summary>What files write where an output of an operator is not wanted.</summary>
    public const string EmptyName = "@EMPTY@";

    private readonly ProgramDescription _description;
    private readonly string _file;
    private readonly Program _program = new();

    private ProgramImport(ProgramDescription description, string file)
    {
        _description = description;
        _file = file;
    }

    /// <summary>The program.</summary>
    /// <exception cref="InvalidFileException">The file names operators that do not exist here (all of them are listed), or gives one what it does not take.</exception>
    public static Program Build(ProgramDescription description, string file)
    {
        var import = new ProgramImport(description, file);
        import.RefuseUnknown();
        return import.Build();
    }

    private Program Build()
    {
        foreach (BlockDescription block in _description.Blocks.Skip(1))
            _program.CreateBlock(block.ParentIndex).ForwardBlockIdx = block.ForwardIndex;
        _program.EnterBlock(0);
        foreach (BlockDescription block in _description.Blocks)
        {
            foreach (VariableDescription variable in block.Variables)
            {
                try
                {
                    Declare(_program.Block(block.Index), variable);
                }
                catch (Exception e) when (e is InvalidArgumentException or OverflowException)
                {
                    throw new InvalidFileException(_file, $"block {block.Index}, variable '{variable.Name}'", e.Message.TrimEnd('.'));
                }
            }
        }
        var gradients = new GradientInputs(_description);
        foreach (BlockDescription block in _description.Blocks)
        {
            for (int i = 0; i < block.Operators.Count; i++)
            {
                try
                {
                    _program.Block(block.Index).Append(Build(_program.Block(block.Index), block.Operators[i], i, gradients));
                }
                catch (Exception e) when (e is InvalidArgumentException or OverflowException)
                {
                    throw new InvalidFileException(_file, $"block {block.Index}, operator {i}: {block.Operators[i]}", e.Message.TrimEnd('.'));
                }
            }
        }
        foreach (Operator op in _program.GlobalBlock().Ops)
        {
            // What a program reads by itself is not fed, although the file says that it is data.
            foreach (string name in op.OutputArgNames)
            {
                if (_program.GlobalBlock().FindVarRecursive(name) is { } written)
                    written.IsData = op.Record is FeedOp;
            }
        }
        return _program;
    }

    private void RefuseUnknown()
    {
        string[] unknown = _description.Blocks.SelectMany(b => b.Operators).Select(o => o.Type).Distinct().Where(t => Find(t) is null).Order(StringComparer.Ordinal).ToArray();
        if (unknown.Length == 0)
            return;
        (BlockDescription block, int index) = _description.Blocks.SelectMany(b => b.Operators.Select((_, i) => (b, i))).First(p => unknown.Contains(p.b.Operators[p.i].Type));
        throw new InvalidFileException(_file, $"block {block.Index}, operator {index}: {block.Operators[index]}",
            $"{unknown.Length} kinds of operators do not exist here: {string.Join(", ", unknown)}", "Export the model with other layers, or write these operators as records.");
    }

    private static OpInfo? Find(string type)
    {
        OpInfo? own = OpRegistry.Find(type) is { Create: not null } info ? info : null;
        // A gradient is that of the forward operator's record, also where an operator of its own has such a name; not so for loops and branches.
        if (type.EndsWith(GradientOp.TypeSuffix, StringComparison.Ordinal) && OpRegistry.Find(type[..^GradientOp.TypeSuffix.Length]) is { Create: not null } forward && forward.NoGradient is null)
            return own is not null && own.RecordType.IsSubclassOf(typeof(ScopeOp)) ? own : forward;
        return own;
    }

    private static void Declare(Block block, VariableDescription description)
    {
        Shape shape = Array.ConvertAll(description.Dims, d => d < 0 ? -1 : checked((int)d));
        DType dtype = description.ElementType is { } type && ElementTypes.SizeOf(type) is not null && DType.TryFromProtoNumber(type, out DType known) ? known : default;
        Variable variable = block.CreateVar(description.Name, shape, dtype, (VarType)(int)description.Kind, description.LodLevel, description.Persistable,
            description.StopGradient);
        variable.IsParameter = description.IsParameter;
        variable.NeedCheckFeed = description.NeedCheckFeed;
        variable.IsData = description.NeedCheckFeed;
    }

    private static Operator Build(Block block, OperatorDescription description, int position, GradientInputs gradients)
    {
        string type = OperatorVariants.TypeOf(description);
        OpInfo info = Find(type)!;
        var map = new AttributeMap(description.Type);
        foreach ((string name, AttributeValue value) in description.Attributes)
            map.Set(name, Plain(value.Value));
        AddLaterAttributes(description.Type, map);
        Op record = info.Create!(map);
        bool isGradient = info.Type != type;
        if (isGradient)
            record = record is ScopeOp scopeOp ? new ScopeGradientOp(scopeOp) : new GradientOp(record);
        if (isGradient)
        {
            gradients.Complete(description, block.Idx, position, info);
            FillGaps(description, info);
        }
        else
        {
            RefuseGaps(description, info);
        }
        (string?[] inputs, int[] inputStarts) = Names(description, record.Info.Inputs, description.Inputs, isInput: true);
        (string?[] outputs, int[] outputStarts) = Names(description, record.Info.Outputs, description.Outputs, isInput: false);
        if (record is GradientOp gradient)
        {
            int[] unwanted = Enumerable.Range(0, outputs.Length).Where(i => outputs[i] is null).ToArray();
            record = gradient with { Unwanted = Ints.Create(unwanted) };
        }
        return new Operator(block, record, inputs, inputStarts, outputs, outputStarts)
        {
            Role = (OpRole)(description.Attribute("op_role")?.ToInt64() ?? 0),
            RoleVariables = description.Attribute("op_role_var")?.ToTexts() ?? [],
            NameScope = description.Attribute("op_namescope")?.ToText() ?? "/",
        };
    }

    // The first files of fluid lack what convolutions learned later.
    private static void AddLaterAttributes(string type, AttributeMap map)
    {
        if (!type.StartsWith("conv", StringComparison.Ordinal) && !type.StartsWith("depthwise_conv", StringComparison.Ordinal))
            return;
        if (!map.Names.Contains("padding_algorithm"))
            map.Set("padding_algorithm", "EXPLICIT");
        foreach (string name in new[] { "output_padding", "output_size" })
        {
            if (type.Contains("_transpose", StringComparison.Ordinal) && !map.Names.Contains(name))
                map.Set(name, Array.Empty<int>());
        }
    }

    private static void RefuseGaps(OperatorDescription description, OpInfo info)
    {
        foreach (Slot slot in info.Inputs)
        {
            // A loop's gradient is an operator on variables; its lists keep the places of gradients that are missing.
            if (slot.IsList && !info.RecordType.IsSubclassOf(typeof(ScopeOp)) && description.Input(slot.Name).Contains(EmptyName))
                throw new InvalidArgumentException($"{info.Type}: the list {slot.Name} has a gap.", "Only gradients may be missing.");
        }
        if (info.RecordType == typeof(FeedOp) && description.Output("Out").All(n => n == EmptyName))
            throw new InvalidArgumentException("feed: the output Out is missing.", "It names the input of the program.");
    }

    // A gradient that nobody wants may be left out of the file; its place among the others stays.
    private static void FillGaps(OperatorDescription gradient, OpInfo forward)
    {
        foreach (Slot slot in forward.Inputs)
        {
            string name = slot.Name + GradientOp.Suffix;
            string[] given = gradient.Output(name);
            int count = Math.Max(gradient.Input(slot.Name).Length, slot.IsList ? 0 : 1);
            if (given.Length < count)
                gradient.Outputs[name] = [.. given, .. Enumerable.Repeat(EmptyName, count - given.Length)];
        }
    }

    private static object Plain(object value) => value switch
    {
        BlockReference block => new BlockRef(block.Index),
        ScalarValue scalar => scalar.Value,
        _ => value,
    };

    private static (string?[] Names, int[] Starts) Names(OperatorDescription op, IReadOnlyList<Slot> slots, OrderedDictionary<string, string[]> given, bool isInput)
    {
        if (isInput && given.FirstOrDefault(g => g.Value.Length > 0 && slots.All(s => s.Name != g.Key)) is { Key: not null } extra)
            throw new InvalidArgumentException($"{op.Type}: the input {extra.Key} is not supported.", $"It takes: {string.Join(", ", slots.Select(s => s.Name))}.");
        var names = new List<string?>();
        var starts = new int[slots.Count + 1];
        for (int i = 0; i < slots.Count; i++)
        {
            string[] own = given.TryGetValue(slots[i].Name, out string[]? found) ? found : [];
            if (own.Length > 1 && !slots[i].IsList)
                throw new InvalidArgumentException($"{op.Type}: {slots[i].Name} holds {own.Length} variables.", "It takes one.");
            if (isInput && own.All(n => n == EmptyName) && slots[i] is { IsOptional: false, IsList: false })
                throw new InvalidArgumentException($"{op.Type}: the input {slots[i].Name} is missing.");
            names.AddRange(own.Select(n => n == EmptyName ? null : n));
            if (own.Length == 0 && !slots[i].IsList)
                names.Add(null);
            starts[i + 1] = names.Count;
        }
        return (names.ToArray(), starts);
    }
}
