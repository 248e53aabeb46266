using Trireme.Operators;

namespace Trireme.Static;

/// <summary>Appends operators that are given by Paddle's names of type, slots and attributes.</summary>
internal static class NamedOperator
{
    public static Operator Append(Block block, string type, IReadOnlyDictionary<string, TensorList> inputs, IReadOnlyDictionary<string, TensorList> outputs,
        IReadOnlyDictionary<string, object> attrs)
    {
        if (OpRegistry.Find(type) is not { Create: { } create } info)
            throw new InvalidArgumentException($"append_op: there is no operator '{type}'.", null, "Use Paddle's name of it, such as elementwise_add.");
        RefuseUnknown(type, "input", inputs.Keys, info.InputSlots.Select(s => s.Name));
        RefuseUnknown(type, "output", outputs.Keys, info.OutputSlots.Select(s => s.Name));
        RefuseUnknown(type, "attribute", attrs.Keys, info.Attributes.Select(a => a.Name));
        Require(type, "input", info.InputSlots, inputs);
        Require(type, "output", info.OutputSlots, outputs);
        var map = new AttributeMap(type);
        foreach ((string name, object value) in attrs)
            map.Set(name, value);
        Op record = create(map);
        // Shapes are judged before anything is appended.
        (Variable?[] read, int[] starts) = Flatten(block, info, info.InputSlots, inputs);
        (Variable?[] written, int[] writtenStarts) = Flatten(block, info, info.OutputSlots, outputs);
        for (int slot = 0; slot < info.OutputSlots.Length; slot++)
        {
            int input = info.InPlaceInput[slot];
            for (int i = writtenStarts[slot]; input >= 0 && i < writtenStarts[slot + 1]; i++)
            {
                Variable? overwritten = read[starts[input] + i - writtenStarts[slot]];
                if (written[i] is { } output && overwritten is not null && !ReferenceEquals(output, overwritten))
                {
                    throw new InvalidArgumentException($"append_op: {type} writes {info.OutputSlots[slot].Name} where {info.InputSlots[input].Name} is.",
                        $"'{output.Name}' was given for the one and '{overwritten.Name}' for the other.", "Give the same variable for both.");
                }
            }
        }
        if (record is not ScopeOp)
            TakeShapes(Recorder.Infer(record, read, starts), written, writtenStarts, read);
        return Recorder.Append(block, record, info.InputSlots.Select(s => inputs.GetValueOrDefault(s.Name)).ToArray(),
            info.OutputSlots.Select(s => outputs.GetValueOrDefault(s.Name)).ToArray());
    }

    private static void TakeShapes(OpCall call, Variable?[] written, int[] starts, Variable?[] read)
    {
        bool stops = call.Info.NoGradient is not null || !Array.Exists(read, v => v is { StopGradient: false });
        for (int slot = 0; slot < call.Info.OutputSlots.Length; slot++)
        {
            int count = Math.Min(starts[slot + 1] - starts[slot], call.OutputStarts[slot + 1] - call.OutputStarts[slot]);
            for (int i = 0; i < count; i++)
            {
                TensorMeta meta = call.OutputMetas[call.OutputStarts[slot] + i];
                if (call.Info.InPlaceInput[slot] >= 0 || meta.DType.Kind == DTypeKind.Undefined || written[starts[slot] + i] is not { Value: null } output)
                    continue;
                output.Narrow(meta.Shape, meta.DType);
                output.StopGradient |= stops || !meta.DType.IsFloating;
            }
        }
    }

    private static (Variable?[] Variables, int[] Starts) Flatten(Block block, OpInfo info, Slot[] slots, IReadOnlyDictionary<string, TensorList> given)
    {
        var variables = new List<Variable?>();
        var starts = new int[slots.Length + 1];
        for (int i = 0; i < slots.Length; i++)
        {
            TensorList own = given.GetValueOrDefault(slots[i].Name);
            for (int j = 0; j < own.Count; j++)
                variables.Add(Recorder.Resolve(block, info, own[j]));
            if (own.Count == 0 && !slots[i].IsList)
                variables.Add(null);
            starts[i + 1] = variables.Count;
        }
        return (variables.ToArray(), starts);
    }

    private static void Require(string type, string what, Slot[] slots, IReadOnlyDictionary<string, TensorList> given)
    {
        foreach (Slot slot in slots)
        {
            int count = given.GetValueOrDefault(slot.Name).Count;
            if (count == 0 && what == "input" && slot is { IsOptional: false, IsList: false })
                throw new InvalidArgumentException($"append_op: {type} needs the {what} {slot.Name}.", $"It was given: {string.Join(", ", given.Keys)}.");
            if (count > 1 && !slot.IsList)
                throw new InvalidArgumentException($"append_op: {type} takes one variable as {slot.Name}.", $"{count} were given.");
        }
    }

    private static void RefuseUnknown(string type, string what, IEnumerable<string> given, IEnumerable<string> known)
    {
        if (given.Except(known).ToArray() is { Length: > 0 } unknown)
            throw new InvalidArgumentException($"append_op: {type} has no {what} {string.Join(", ", unknown)}.", $"There are: {string.Join(", ", known)}.");
    }
}
