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

    /// <summary>Whether the variable stands for a value that belongs to the program itself, whatever a scope calls by the same name.</summary>
    internal bool IsConstant => Value is { Persistable: false };

    /// <summary>The variable that an in-place operator put in this one's place, or this one.</summary>
    internal Variable Latest => _replacedBy is null ? this : _replacedBy.Latest;

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
