using System.Text;
using Trireme.Operators;

namespace Trireme.Static;

/// <summary>A list of operators with the variables they work on. A loop's body is a block inside another, whose variables it sees.</summary>
/// <remarks>Mirrors paddle.static.Block.</remarks>
public sealed class Block
{
    private readonly OrderedDictionary<string, Variable> _variables = [];
    private readonly List<Operator> _operators = [];

    internal Block(Program program, int index, int parentIndex)
    {
        Program = program;
        Idx = index;
        ParentIdx = parentIndex;
    }

    /// <summary>The program the block belongs to.</summary>
    public Program Program { get; }

    /// <summary>The block's number in its program.</summary>
    public int Idx { get; }

    /// <summary>The number of the block around it; -1 for the outermost.</summary>
    public int ParentIdx { get; }

    /// <summary>For a block of gradients: the number of the block it differentiates, else -1.</summary>
    public int ForwardBlockIdx { get; internal set; } = -1;

    /// <summary>The block around it, or null.</summary>
    public Block? Parent => ParentIdx < 0 ? null : Program.Block(ParentIdx);

    /// <summary>The operators in the order in which they run.</summary>
    public IReadOnlyList<Operator> Ops => _operators;

    /// <summary>The variables that the block declares, by name.</summary>
    public IReadOnlyDictionary<string, Variable> Vars => _variables;

    /// <summary>A variable that the block declares.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidArgumentException">The block declares no such variable.</exception>
    public Variable Var(string name)
        => _variables.TryGetValue(name, out Variable? found) ? found : throw new InvalidArgumentException($"var {name} not in this block", $"Block {Idx} declares {_variables.Count} variables.");

    /// <summary>Whether the block declares the variable.</summary>
    /// <param name="name">Its name.</param>
    public bool HasVar(string name) => _variables.ContainsKey(name);

    /// <summary>The trainable variables.</summary>
    public IReadOnlyList<Variable> AllParameters() => _variables.Values.Where(v => v.IsParameter).ToArray();

    /// <summary>The trainable variables, one after the other.</summary>
    /// <remarks>Mirrors Block.iter_parameters.</remarks>
    public IEnumerable<Variable> IterParameters() => _variables.Values.Where(v => v.IsParameter);

    /// <summary>Appends an operator by Paddle's name of it. The variables it writes take the shapes and element types that it gives them.</summary>
    /// <param name="type">Paddle's name, such as <c>elementwise_add</c>.</param>
    /// <param name="inputs">By slot: what it reads.</param>
    /// <param name="outputs">By slot: the variables it writes; <see cref="CreateVar"/> declares them.</param>
    /// <param name="attrs">Attributes that differ from their defaults, by Paddle's names.</param>
    /// <exception cref="InvalidArgumentException">There is no such operator, slot or attribute, or what is given does not fit.</exception>
    /// <remarks>Mirrors Block.append_op. Layers and functions do the same with fewer words.</remarks>
    public Operator AppendOp(string type, IReadOnlyDictionary<string, TensorList>? inputs = null, IReadOnlyDictionary<string, TensorList>? outputs = null,
        IReadOnlyDictionary<string, object>? attrs = null)
        => NamedOperator.Append(this, type, inputs ?? new Dictionary<string, TensorList>(), outputs ?? new Dictionary<string, TensorList>(), attrs ?? new Dictionary<string, object>());

    /// <summary>A variable of this block or of one around it; null where there is none.</summary>
    /// <param name="name">Its name.</param>
    public Variable? FindVarRecursive(string name)
    {
        for (Block? block = this; block is not null; block = block.Parent)
        {
            if (block._variables.TryGetValue(name, out Variable? found))
                return found;
        }
        return null;
    }

    /// <summary>Declares a variable.</summary>
    /// <param name="name">Its name; a new one where null.</param>
    /// <param name="shape">Its dimensions; -1 where one is not known.</param>
    /// <param name="dtype">Its element type; float32 where null.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="lodLevel">On how many levels its rows belong to sequences.</param>
    /// <param name="persistable">Whether it outlives a run.</param>
    /// <param name="stopGradient">Whether gradients stop here.</param>
    /// <returns>The variable; the one that is there already where the name is declared with the same shape and type.</returns>
    /// <exception cref="InvalidArgumentException">The name is declared with another shape or element type.</exception>
    public Variable CreateVar(string? name = null, Shape? shape = null, DType? dtype = null, VarType type = VarType.LodTensor, int lodLevel = 0,
        bool persistable = false, bool stopGradient = false)
    {
        name ??= Programs.UniqueName.Generate("_generated_var");
        Shape dims = shape ?? default;
        DType elements = dtype ?? DType.Float32;
        if (_variables.TryGetValue(name, out Variable? known))
        {
            if ((shape is not null && known.Shape != dims) || (dtype is not null && known.DType != elements) || known.Type != type)
            {
                throw new InvalidArgumentException($"The variable '{name}' is declared twice in block {Idx}.",
                    $"First as {known.Shape} {known.DType} {known.Type}, now as {dims} {elements} {type}.", "Give one of them another name.");
            }
            return known;
        }
        var variable = new Variable(this, name, dims, elements, type) { LodLevel = lodLevel, Persistable = persistable, StopGradient = stopGradient };
        _variables[name] = variable;
        Program.Touch();
        return variable;
    }

    /// <summary>The operators and variables as readable text.</summary>
    /// <param name="throwOnError">Kept for Paddle's signature; nothing here can fail.</param>
    /// <param name="withDetails">Kept for Paddle's signature; the text is always complete.</param>
    public string ToString(bool throwOnError, bool withDetails = false) => ToString();

    /// <summary>The operators and variables as readable text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("{ // block ").Append(Idx).Append('\n');
        foreach (Variable variable in _variables.Values)
            text.Append("    ").Append(variable).Append('\n');
        text.Append('\n');
        foreach (Operator op in _operators)
            text.Append("    ").Append(op).Append('\n');
        return text.Append("}\n").ToString();
    }

    internal void Append(Operator op)
    {
        _operators.Add(op);
        Program.Touch();
    }

    internal void Insert(int index, Operator op)
    {
        _operators.Insert(index, op);
        Program.Touch();
    }

    internal void RemoveOps(Predicate<Operator> match)
    {
        _operators.RemoveAll(match);
        Program.Touch();
    }

    internal void RemoveVar(string name)
    {
        _variables.Remove(name);
        Program.Touch();
    }

    internal void Rename(Variable variable, string name)
    {
        _variables.Remove(variable.Name);
        variable.Name = name;
        _variables[name] = variable;
        Program.Touch();
    }
}
