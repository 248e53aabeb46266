using Trireme.NN.Initializers;
using Trireme.Regularizers;
using Trireme.Static;

namespace Trireme.NN;

/// <summary>A tensor that training changes: a layer's weight or bias.</summary>
/// <remarks>Mirrors paddle.base.framework.EagerParamBase.</remarks>
public sealed class Parameter : Tensor
{
    internal Parameter(Tensor values, string name, ParamAttr attr)
        : base(values.Storage, values.ByteOffset, values.Shape, values.DType)
    {
        values.Storage.AddOwner();
        Name = name;
        Persistable = true;
        Trainable = attr.Trainable;
        LearningRate = attr.LearningRate;
        Regularizer = attr.Regularizer;
        NeedClip = attr.NeedClip;
        DoModelAverage = attr.DoModelAverage;
        GradientClip = attr.GradientClip;
    }

    /// <summary>A parameter with its first values. In static mode the startup program gives them anew.</summary>
    internal static Parameter Create(Shape shape, DType dtype, string name, ParamAttr attr, Initializer initializer)
    {
        var parameter = new Parameter(Tensor.Allocate(shape, dtype), name, attr);
        using (Recorder.Suspend())
        using (Paddle.NoGrad())
            initializer.Forward(parameter);
        StartupValue.Note(parameter, initializer);
        return parameter;
    }

    /// <summary>A parameter that is trained as this one is, over other values.</summary>
    internal Parameter Twin(Tensor values)
        => new(values, Name, new ParamAttr(Name, learningRate: LearningRate, regularizer: Regularizer, trainable: Trainable, doModelAverage: DoModelAverage, needClip: NeedClip) { GradientClip = GradientClip });

    /// <summary>Whether the parameter has a gradient; the opposite of <see cref="Tensor.StopGradient"/>.</summary>
    public bool Trainable
    {
        get => !StopGradient;
        set => StopGradient = !value;
    }

    /// <summary>A factor on the optimizer's learning rate.</summary>
    public double LearningRate { get; set; }

    /// <summary>The parameter's own penalty; the optimizer's where null.</summary>
    public WeightDecayRegularizer? Regularizer { get; set; }

    /// <summary>Whether gradient clipping includes the parameter.</summary>
    public bool NeedClip { get; set; }

    /// <summary>Whether averages of a program's parameters include it.</summary>
    public bool DoModelAverage { get; set; }

    /// <summary>How its gradient is limited, in the place of the optimizer's limit; null for that.</summary>
    public ClipGradBase? GradientClip { get; set; }

    /// <summary>Prints as Paddle does: the tensor behind the word Parameter.</summary>
    /// <param name="throwOnError">Kept for Paddle's signature; nothing here can fail.</param>
    /// <param name="withDetails">Kept for Paddle's signature; the text is always complete.</param>
    public string ToString(bool throwOnError, bool withDetails = false) => ToString();

    /// <summary>Prints as Paddle does: the tensor behind the word Parameter.</summary>
    public override string ToString() => "Parameter containing:\n" + base.ToString();
}
