using System.Diagnostics.CodeAnalysis;
using Trireme.NN.Initializers;
using Trireme.NN.State;
using Trireme.Programs;
using Trireme.Static;
using Trireme.Tracing;

namespace Trireme.NN;

/// <summary>Part of a network: parameters, buffers, sublayers, and how it computes. Derive, hold sublayers in fields or properties, override a Forward.</summary>
/// <remarks>
/// Mirrors paddle.nn.Layer. The key of a member in the state dict is its name in snake case: <c>Conv1</c> is <c>conv1</c>.
/// Python's <c>layer(x)</c> is <c>layer.Call(x)</c>; it runs the hooks around <see cref="Forward(Tensor)"/>.
/// </remarks>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields | DynamicallyAccessedMemberTypes.PublicMethods)]
public abstract partial class Layer
{
    private readonly OrderedDictionary<string, object> _added = [];
    private readonly HashSet<Tensor> _transientBuffers = new(ReferenceEqualityComparer.Instance);
    private readonly string _fullName;
    private DType _dtype;
    private bool _routing;

    /// <summary>A layer.</summary>
    /// <param name="nameScope">What its parameters' names begin with; the class name in snake case where null.</param>
    /// <param name="dtype">The element type of parameters; Paddle's default type where null.</param>
    protected Layer(string? nameScope = null, DType? dtype = null)
    {
        _fullName = UniqueName.Generate(nameScope ?? SnakeCase.Of(GetType().Name.Split('`')[0]));
        _dtype = dtype ?? Paddle.GetDefaultDtype();
        if (ToStaticAttribute.Find(this) is { } attribute)
            MakeStatic(attribute.InputSpecs);
    }

    /// <summary>Whether the layer behaves as in training: dropout drops, batch norm uses the batch.</summary>
    public bool Training
    {
        get
        {
            if (Recorder.IsOn)
                TraceSession.NoteTraining(this, field);
            return field;
        }
        private set;
    }

        = true;

    /// <summary>The layer's unique name, such as <c>linear_0</c>.</summary>
    /// <remarks>Mirrors paddle.nn.Layer.full_name.</remarks>
    public string FullName() => _fullName;

    /// <summary>Computes the output for one input. Override this, or the form with the number of inputs that the layer takes.</summary>
    /// <param name="input">The input.</param>
    public virtual Tensor Forward(Tensor input) => Route([input])[0];

    /// <summary>Computes the output for two inputs; a loss takes the prediction and the label.</summary>
    /// <param name="input">The first input.</param>
    /// <param name="label">The second input.</param>
    public virtual Tensor Forward(Tensor input, Tensor label) => Route([input, label])[0];

    /// <summary>Computes the output for three inputs.</summary>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    /// <param name="z">The third input.</param>
    public virtual Tensor Forward(Tensor x, Tensor y, Tensor z) => Route([x, y, z])[0];

    /// <summary>Computes several outputs, or one output from any number of inputs.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <exception cref="PreconditionNotMetException">The layer overrides no Forward that takes so many inputs.</exception>
    public virtual Tensor[] Forward(params Tensor[] inputs)
    {
        bool before = _routing;
        _routing = true;
        try
        {
            return inputs.Length switch
            {
                1 => [Forward(inputs[0])],
                2 => [Forward(inputs[0], inputs[1])],
                3 => [Forward(inputs[0], inputs[1], inputs[2])],
                _ => throw NoForward(inputs.Length),
            };
        }
        finally
        {
            _routing = before;
        }
    }

    /// <summary>Runs the layer on one input, with its hooks: Python's <c>layer(x)</c>.</summary>
    /// <param name="input">The input.</param>
    public Tensor Call(Tensor input) => IsWatched ? CallWrapped([input])[0] : Forward(input);

    /// <summary>Runs the layer on two inputs, with its hooks.</summary>
    /// <param name="input">The first input.</param>
    /// <param name="label">The second input.</param>
    public Tensor Call(Tensor input, Tensor label) => IsWatched ? CallWrapped([input, label])[0] : Forward(input, label);

    /// <summary>Runs the layer on any number of inputs, with its hooks, and returns all outputs.</summary>
    /// <param name="inputs">The inputs.</param>
    public Tensor[] Call(params Tensor[] inputs) => IsWatched ? CallWrapped(inputs) : Forward(inputs);

    /// <summary>The layer as a function.</summary>
    /// <param name="layer">The layer.</param>
    public static implicit operator Func<Tensor, Tensor>(Layer layer) => layer.Call;

    /// <summary>Switches to training behaviour, in all sublayers too.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Switches to inference behaviour, in all sublayers too.</summary>
    public void Eval() => SetTraining(false);

    /// <summary>Calls a function with every sublayer and then with this layer.</summary>
    /// <param name="fn">The function.</param>
    /// <returns>This layer.</returns>
    public Layer Apply(Action<Layer> fn)
    {
        foreach (Layer child in Children())
            child.Apply(fn);
        fn(this);
        return this;
    }

    /// <summary>Changes the element type of all floating point parameters and buffers.</summary>
    /// <param name="device">A place's name; <c>cpu</c> is the only one here.</param>
    /// <param name="dtype">The new element type; unchanged where null.</param>
    /// <param name="blocking">Kept for Paddle's signature; copies are always complete when the call returns.</param>
    /// <returns>This layer.</returns>
    /// <exception cref="InvalidArgumentException">The device does not exist, or the type is no floating point type.</exception>
    public Layer To(string? device = null, DType? dtype = null, bool? blocking = null)
    {
        if (device is not null && device != "cpu")
            throw new InvalidArgumentException($"To: the device '{device}' does not exist.", "This build runs on: cpu.");
        if (dtype is not { } type)
            return this;
        if (!type.IsFloating)
            throw new InvalidArgumentException($"To: parameters cannot have the element type {type}.", "It must be floating point.");
        foreach (Tensor tensor in Parameters().Concat(Buffers()).Where(t => t.DType.IsFloating && t.DType != type))
        {
            using IDisposable noGrad = Paddle.NoGrad();
            tensor.Rebind(tensor.Cast(type));
        }
        return Apply(layer => layer._dtype = type);
    }

    /// <summary>Makes a parameter; assign it to a field or property of the layer.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="attr">How it is made and trained.</param>
    /// <param name="dtype">Its element type; the layer's where null.</param>
    /// <param name="isBias">Whether it is a bias: named <c>b_n</c> and zero unless told otherwise.</param>
    /// <param name="defaultInitializer">How its values are made where neither the attribute nor the global initializer says.</param>
    /// <exception cref="InvalidArgumentException">The attribute is <c>false</c>: there is no such parameter to make.</exception>
    public Parameter CreateParameter(Shape shape, ParamAttr? attr = null, DType? dtype = null, bool isBias = false, Initializer? defaultInitializer = null)
        => CreateOptional(shape, attr, dtype, isBias, defaultInitializer)
            ?? throw new InvalidArgumentException($"{_fullName}: the parameter {shape} is needed, but its attribute is false.");

    /// <summary>Makes a parameter unless its attribute is <c>false</c>.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="attr">How it is made and trained; <c>false</c> for none.</param>
    /// <param name="dtype">Its element type; the layer's where null.</param>
    /// <param name="isBias">Whether it is a bias.</param>
    /// <param name="defaultInitializer">How its values are made where nothing else says.</param>
    protected Parameter? CreateOptional(Shape shape, ParamAttr? attr, DType? dtype = null, bool isBias = false, Initializer? defaultInitializer = null)
    {
        attr ??= new ParamAttr();
        if (attr.IsAbsent)
            return null;
        if (attr is WeightNormParamAttr)
        {
            throw new InvalidArgumentException($"{_fullName}: a WeightNormParamAttr describes weights of programs.", "A layer holds its parameters itself.",
                "Pass it to a function of Static.NN; for a layer, compute its weight with NN.Utils.WeightNorm.");
        }
        string name = attr.Name ?? UniqueName.Generate($"{_fullName}.{(isBias ? "b" : "w")}");
        Initializer initializer = GlobalInitializer.For(attr, isBias, defaultInitializer);
        return Parameter.Create(shape, dtype ?? _dtype, name, attr, initializer);
    }

    /// <summary>Makes a bias unless its attribute is <c>false</c>.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="attr">How it is made and trained; <c>false</c> for none.</param>
    /// <param name="defaultInitializer">How its values are made where nothing else says; zeros where null.</param>
    protected Parameter? CreateBias(Shape shape, ParamAttr? attr, Initializer? defaultInitializer = null)
        => CreateOptional(shape, attr, isBias: true, defaultInitializer: defaultInitializer);

    /// <summary>Sets every parameter's gradient to zero.</summary>
    public void ClearGradients()
    {
        foreach (Parameter parameter in Parameters())
            parameter.ClearGradient();
    }

    /// <summary>What to print of the layer's own attributes, such as <c>in_features=784, out_features=10</c>.</summary>
    public virtual string ExtraRepr() => "";

    /// <summary>The layer and its sublayers as Paddle prints them.</summary>
    public override string ToString()
    {
        var children = NamedChildren().ToArray();
        string extra = ExtraRepr();
        if (children.Length == 0)
            return $"{GetType().Name}({extra})";
        IEnumerable<string> lines = children.Select(c => $"  ({c.Name}): " + c.Layer.ToString().Replace("\n", "\n  "));
        return $"{GetType().Name}({extra}\n{string.Join("\n", lines)}\n)";
    }

    internal void SetTrainingHere(bool training) => Training = training;

    private void SetTraining(bool training)
    {
        foreach (Layer layer in Sublayers(includeSelf: true))
            layer.Training = training;
    }

    // A Forward that is not overridden hands over to the general one, which hands back to the one with the right number of inputs.
    private Tensor[] Route(Tensor[] inputs) => _routing ? throw NoForward(inputs.Length) : Forward(inputs);

    private PreconditionNotMetException NoForward(int inputs)
        => new($"{GetType().Name}: no Forward takes {inputs} inputs.", null, "Override the Forward with that number of inputs, or Forward(params Tensor[]).");
}
