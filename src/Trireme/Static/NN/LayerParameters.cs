using System.Globalization;
using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Operators;
using Trireme.Programs;

namespace Trireme.Static;

/// <summary>Makes the parameters of one layer of a program, named as Paddle names them: <c>fc_0.w_0</c>, <c>fc_0.b_0</c>.</summary>
internal sealed class LayerParameters(string type, string? name = null)
{
    private readonly string _name = name ?? UniqueName.Generate(type);

    /// <summary>Paddle's name of the layer's operator.</summary>
    public string Type { get; } = type;

    /// <summary>A parameter; null where its attribute is false. One that the program has already under the given name is shared.</summary>
    public Tensor? Create(Shape shape, DType dtype, ParamAttr? attr, bool isBias = false, Initializer? defaultInitializer = null)
    {
        attr ??= new ParamAttr();
        if (attr.IsAbsent)
            return null;
        if (!shape.IsKnown)
            throw new InvalidArgumentException($"{Type}: a parameter of the shape {shape} cannot be made.", null, "Give the input's dimensions where it is declared; only the batch may be -1.");
        string key = attr.Name ?? UniqueName.Generate($"{_name}.{(isBias ? "b" : "w")}");
        if (Recorder.Main.GlobalBlock().Vars.TryGetValue(key, out Variable? known))
        {
            return known.Shape == shape && known.DType == dtype ? known
                : throw new InvalidArgumentException($"{Type}: the parameter '{key}' is shared, but does not fit.", $"It is {known.Shape} {known.DType}; {shape} {dtype} is needed.", "Give it another name.");
        }
        Initializer initializer = GlobalInitializer.For(attr, isBias, defaultInitializer);
        using Recorder.Mode on = Recorder.Set(on: true);
        return attr is WeightNormParamAttr normed ? Normed(shape, dtype, key, normed, initializer) : Recorder.Main.Capture(Parameter.Create(shape, dtype, key, attr, initializer));
    }

    // The weight of its direction and its size, which are what is trained.
    private Variable Normed(Shape shape, DType dtype, string key, WeightNormParamAttr attr, Initializer initializer)
    {
        if (attr.Dim is { } dim && (dim < 0 || dim >= shape.Rank))
            throw new InvalidArgumentException($"{Type}: dim {attr.Dim} of the WeightNormParamAttr is outside the weight {shape}.", null, $"It must be 0 to {shape.Rank - 1}, or null.");
        Ints axes = Enumerable.Range(0, shape.Rank).Where(i => i != attr.Dim).ToArray();
        Shape sizes = Enumerable.Range(0, shape.Rank).Select(i => i == attr.Dim ? shape[i] : 1).ToArray();
        Parameter direction = Parameter.Create(shape, dtype, key + "_v", attr, initializer), size = Parameter.Create(sizes, dtype, key + "_g", attr, new Constant(1));
        using (Recorder.Suspend())
        using (Paddle.NoGrad())
            size.SetValue(Norm(direction));
        using (new ProgramGuard(Recorder.Startup))
        using (Paddle.NoGrad())
            Recorder.Append(Recorder.Main.GlobalBlock(), new AssignOp(), [Norm(Recorder.Main.Capture(direction))], [Recorder.Main.Capture(size)]);
        // Shared by name, as parameters are; so it is computed where they are, before any loop.
        Block block = Recorder.Main.GlobalBlock();
        int before = Recorder.Main.EnterBlock(block.Idx);
        try
        {
            Tensor normed = Utils.WeightNorm(Recorder.Main.Capture(direction), Recorder.Main.Capture(size), attr.Dim ?? -1);
            Variable weight = block.CreateVar(key, shape, dtype, stopGradient: normed.StopGradient);
            Recorder.Append(block, new AssignOp(), [normed], [weight]);
            return weight;
        }
        finally
        {
            Recorder.Main.EnterBlock(before);
        }

        Tensor Norm(Tensor v) => (v * v).Sum(axes, keepdim: true).Sqrt();
    }

    /// <summary>A parameter that must be.</summary>
    public Tensor Require(Shape shape, DType dtype, ParamAttr? attr, bool isBias = false, Initializer? defaultInitializer = null)
        => Create(shape, dtype, attr, isBias, defaultInitializer) ?? throw new InvalidArgumentException($"{Type}: the parameter {shape} is needed, but its attribute is false.");

    /// <summary>x plus a bias whose dimensions are x's from an axis to another.</summary>
    public Tensor AddBias(Tensor x, ParamAttr? attr, int axis, int end)
        => Create(x.Shape[axis..end], x.DType, attr, isBias: true) is { } bias ? new ElementwiseAddOp(axis).Apply(x, bias) : x;

    /// <summary>x after the activation function of a name; x itself where there is none.</summary>
    public static Tensor Activate(Tensor x, string? act) => act is null ? x : ActivationByName.Apply(act, x);

    /// <summary>The number of channels, which must be known.</summary>
    public static int Channels(string type, Tensor x, string dataFormat)
    {
        if (x.Ndim < 2)
            throw new InvalidArgumentException($"{type}: the input has {x.Ndim} dimensions.", $"It is {x.Shape}; it needs a batch and channels.");
        int channels = dataFormat.EndsWith('C') ? x.Shape[^1] : x.Shape[1];
        return channels > 0 ? channels
            : throw new InvalidArgumentException(string.Create(CultureInfo.InvariantCulture, $"{type}: the number of channels of {x.Shape} is not known."), null, "Declare it in the input.");
    }
}
