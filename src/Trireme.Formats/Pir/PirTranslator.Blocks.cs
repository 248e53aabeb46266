using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;

namespace Trireme.Formats.Pir;

// Conditions and loops: values that blocks hand on, in the older form variables that blocks overwrite.
internal sealed partial class PirTranslator
{
    /// <summary>Each branch in a block that runs under its condition and assigns its results; behind both, the ones of the branch that ran.</summary>
    private void Condition(PirOperator op)
    {
        if (op.Regions.Length != 2 || op.Operands.Length != 1)
            throw Bad($"a condition has {op.Regions.Length} branches and {op.Operands.Length} operands; 2 and 1 are needed");
        string condition = Tensor(Operand(op, 0)), otherwise = Fresh(ElementTypes.Bool, []), mask = Fresh(ElementTypes.Int32, []);
        Add(new OperatorDescription { Type = "logical_not", Inputs = { ["X"] = [condition] }, Outputs = { ["Out"] = [otherwise] } });
        Add(Cast(condition, mask, ElementTypes.Bool, ElementTypes.Int32));
        var results = new string[2][];
        for (int i = 0; i < 2; i++)
        {
            string[] made = Array.ConvertAll(op.Results, r => Fresh(TensorType(r), r.Type.Dims));
            results[i] = made;
            PirRegion region = op.Regions[i];
            if (region.Arguments.Length > 0)
                throw Bad($"a branch takes {region.Arguments.Length} values; it sees those around it");
            BlockDescription block = Inside(() => End(region, made.Length, values =>
            {
                for (int j = 0; j < made.Length; j++)
                    Assign(values[j], made[j]);
            }));
            Add(new OperatorDescription
            {
                Type = "conditional_block",
                Inputs = { ["Cond"] = [i == 0 ? condition : otherwise], ["Input"] = Reads(block) },
                Outputs = { ["Out"] = made },
                Attributes = { ["sub_block"] = new BlockReference(block.Index), ["is_scalar_condition"] = true },
            });
        }
        for (int j = 0; j < op.Results.Length; j++)
        {
            string result = Declare(op.Results[j]);
            Add(new OperatorDescription
            {
                Type = "select_input",
                Inputs = { ["X"] = [results[1][j], results[0][j]], ["Mask"] = [mask] },
                Outputs = { ["Out"] = [result] },
            });
        }
    }

    /// <summary>The first values in variables of their own, which the body overwrites round by round.</summary>
    private void Loop(PirOperator op)
    {
        if (op.Regions.Length != 1 || op.Operands.Length != op.Results.Length + 1 || op.Regions[0].Arguments.Length != op.Results.Length)
        {
            throw Bad($"a loop over {op.Results.Length} values has {op.Regions.Length} bodies, {op.Operands.Length} operands and "
                + $"{string.Join(", ", op.Regions.Select(r => r.Arguments.Length))} values in its body");
        }
        string condition = Fresh(ElementTypes.Bool, []);
        Assign(Tensor(Operand(op, 0)), condition);
        string[] carried = new string[op.Results.Length];
        for (int i = 0; i < carried.Length; i++)
        {
            string first = Tensor(Operand(op, i + 1));
            carried[i] = Declare(op.Results[i]);
            Assign(first, carried[i]);
        }
        PirRegion body = op.Regions[0];
        BlockDescription block = Inside(() =>
        {
            for (int i = 0; i < carried.Length; i++)
                Bind(body.Arguments[i], new PirVariable(carried[i], op.Results[i].Type));
            End(body, carried.Length + 1, values =>
            {
                // A value handed on under another number is read before it is overwritten.
                for (int i = 0; i < carried.Length; i++)
                {
                    if (values[i + 1] == carried[i] || Array.IndexOf(carried, values[i + 1]) < 0)
                        continue;
                    string kept = Fresh(TensorType(op.Results[i]), op.Results[i].Type.Dims);
                    Assign(values[i + 1], kept);
                    values[i + 1] = kept;
                }
                for (int i = 0; i < carried.Length; i++)
                {
                    if (values[i + 1] != carried[i])
                        Assign(values[i + 1], carried[i]);
                }
                Assign(values[0], condition);
            });
        });
        Add(new OperatorDescription
        {
            Type = "while",
            Inputs = { ["X"] = [.. Reads(block).Concat(carried).Distinct().Where(n => n != condition)], ["Condition"] = [condition] },
            Outputs = { ["Out"] = [.. carried, condition] },
            Attributes = { ["sub_block"] = new BlockReference(block.Index), ["is_test"] = true },
        });
    }

    /// <summary>Translates into a new block inside the current one; what it defines is not seen outside.</summary>
    private BlockDescription Inside(Action translate)
    {
        var block = new BlockDescription { Index = _blocks.Count, ParentIndex = _block.Index };
        _blocks.Add(block);
        string place = _place;
        int seen = _bound.Count;
        In(block, () =>
        {
            translate();
            return 0;
        });
        foreach (int number in _bound.Skip(seen))
            _bindings.Remove(number);
        _bound.RemoveRange(seen, _bound.Count - seen);
        _place = place;
        return block;
    }

    /// <summary>Translates a block up to its end, and hands over the variables of its results.</summary>
    private void End(PirRegion region, int count, Action<string[]> finish)
    {
        if (region.Operators is not [.. var operators, { Type: Yield } yield])
            throw Bad("a block does not end with its results");
        TranslateAll(operators);
        _place = yield.Place;
        if (yield.Operands.Length != count)
            throw Bad($"a block gives {yield.Operands.Length} results; {count} are needed");
        finish(Enumerable.Range(0, count).Select(i => Tensor(Operand(yield, i))).ToArray());
    }

    private T In<T>(BlockDescription block, Func<T> emit)
    {
        BlockDescription before = _block;
        _block = block;
        T result = emit();
        _block = before;
        return result;
    }

    // What a block reads from outside, inner blocks included.
    private string[] Reads(BlockDescription block)
    {
        HashSet<string> own = block.Variables.Select(v => v.Name).ToHashSet();
        return block.Operators.SelectMany(o => o.Inputs.Values).SelectMany(n => n).Where(n => !own.Contains(n)).Distinct().ToArray();
    }

    private string Fresh(int elementType, long[] dims)
    {
        int number = _types.Count;
        while (_types.ContainsKey($"block_value_{number}"))
            number++;
        string name = $"block_value_{number}";
        _types[name] = new PirType(elementType, dims);
        _block.Variables.Add(new VariableDescription { Name = name, ElementType = elementType, Dims = dims });
        return name;
    }

    private int TensorType(PirValue value) => value.Type.ElementType ?? throw Bad($"the value %{value.Number}, which a block hands on, is no tensor");

    private void Assign(string from, string to) => Add(new OperatorDescription { Type = "assign", Inputs = { ["X"] = [from] }, Outputs = { ["Out"] = [to] } });

    private static OperatorDescription Cast(string from, string to, int before, int after) => new()
    {
        Type = "cast",
        Inputs = { ["X"] = [from] },
        Outputs = { ["Out"] = [to] },
        Attributes = { ["in_dtype"] = before, ["out_dtype"] = after },
    };
}
