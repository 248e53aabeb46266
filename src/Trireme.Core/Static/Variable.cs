namespace Trireme.Static;

/// <summary>A tensor of a program: known by name, shape and element type; its values exist only while an <see cref="Executor"/> runs the program.</summary>
/// <remarks>
/// Mirrors paddle.static.Variable. Operators take it wherever they take a tensor; instead of running they are appended to the program.
/// A dimension of -1 is not known before a run.
/// </remarks>
public sealed class Variable : Tensor
{
    private Variable? _replacedBy;

    internal Variable(Block block, string name, Shape shape, DType dtype, VarType type)
        : base(shape, dtype)
    {
        Block = block;
        Name = name;
        Type = type;
    }

    /// <summary>The block that declares the variable.</summary>
    public Block Block { get; }

    /// <summary>What the variable holds.</summary>
    public VarType Type { get; }

    /// <summary>On how many levels its rows belong to sequences.</summary>
    public int LodLevel { get; internal set; }

    /// <summary>Whether an optimizer trains it.</summary>
    public bool IsParameter { get; internal set; }

    /// <summary>Whether it is fed, and must be before a run.</summary>
    public bool IsData { get; internal set; }

    /// <summary>Whether what is fed must have the declared shape.</summary>
    public bool NeedCheckFeed { get; internal set; }

    /// <summary>The tensor outside the program that the variable stands for: a layer's parameter, or a constant. Null for all others.</summary>
    public Tensor? Value { get; internal set; }

    /// <summary>Limits the gradient that arrives here, in gradients that are appended from now on; null for no limit.</summary>
    public BaseErrorClipAttr? ErrorClip { get; set; }

    /// <summary>The value that the variable has in a scope: the tensor itself, not a copy.</summary>
    /// <param name="scope">The scope; the current one where null.</param>
    /// <exception cref="PreconditionNotMetException">The scope has no value for it.</exception>
    /// <remarks>Mirrors Variable.get_value. Only what outlives runs, parameters for instance, has a value between them; fetch the others.</remarks>
    public Tensor GetValue(Scope? scope = null)
    {
        // A constant belongs to the program, whatever the scope calls by its name.
        object? found = IsConstant ? Value : Held(scope ?? Scope.Global)?.Value;
        return found as Tensor ?? throw new PreconditionNotMetException($"GetValue: '{Name}' has no value in the scope.",
            Persistable ? "No program gave it one yet." : "It does not outlive a run.", Persistable ? "Run the startup program first." : "Fetch it when the program runs.");
    }

    /// <summary>Gives the variable a value in a scope.</summary>
    /// <param name="value">The value; it is copied.</param>
    /// <param name="scope">The scope; the current one where null.</param>
    /// <exception cref="InvalidArgumentException">Shape or element type differ from the variable's, or it does not outlive a run.</exception>
    /// <remarks>Mirrors Variable.set_value.</remarks>
    public void SetValue(Tensor value, Scope? scope = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!Persistable)
            throw new InvalidArgumentException($"SetValue: '{Name}' does not outlive a run.", null, "Feed it when the program runs.");
        bool fits = value.DType == DType && value.Shape.Rank == Shape.Rank;
        for (int i = 0; fits && i < Shape.Rank; i++)
            fits = Shape[i] < 0 || Shape[i] == value.Shape[i];
        if (!fits)
            throw new InvalidArgumentException($"SetValue: the value does not fit '{Name}'.", $"It is {value.Shape} {value.DType}; the variable is {Shape} {DType}.", "Reshape or cast it first.");
        if (IsConstant)
        {
            Value!.SetValue(value);
            return;
        }
        Held(scope ?? Scope.Global)!.Give(Name, value);
    }

    /// <summary>Whether the variable stands for a value that belongs to the program itself, whatever a scope calls by the same name.</summary>
    internal bool IsConstant => Value is { Persistable: false };

    /// <summary>The variable that an in-place operator put in this one's place, or this one.</summary>
    internal Variable Latest => _replacedBy is null ? this : _replacedBy.Latest;

    // Parameters of layers are in a scope only once their program was bound to it.
    private ScopeVariable? Held(Scope scope)
    {
        if (Persistable)
            Executor.BindPersistables(Block.Program, scope);
        return scope.FindVar(Name);
    }

    /// <summary>From now on the variable stands for another: what an in-place operator does to its argument.</summary>
    internal void Become(Variable other)
    {
        if (!ReferenceEquals(other.Latest, this))
            _replacedBy = other;
    }

    internal void Narrow(Shape shape, DType dtype) => (Shape, DType) = (shape, dtype);

    /// <summary>The variable as Paddle prints it.</summary>
    /// <param name="throwOnError">Kept for Paddle's signature; nothing here can fail.</param>
    /// <param name="withDetails">Kept for Paddle's signature; the text is always complete.</param>
    public string ToString(bool throwOnError, bool withDetails = false) => ToString();

    /// <summary>The variable as Paddle prints it.</summary>
    public override string ToString()
    {
        string kind = Persistable ? "persist " : "";
        string what = IsParameter ? "trainable param" : "var";
        string type = Type switch { VarType.LodTensor => "LOD_TENSOR", VarType.LodTensorArray => "LOD_TENSOR_ARRAY", _ => Type.ToString() };
        return $"{kind}{what} {Name} : {type}.shape({string.Join(", ", Shape.ToArray())}).dtype({DType}).stop_gradient({StopGradient})";
    }
}
