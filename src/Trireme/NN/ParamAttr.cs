using Trireme.NN.Initializers;
using Trireme.Regularizers;

namespace Trireme.NN;

/// <summary>How a parameter is made and trained. <c>false</c> where a layer takes one means: no such parameter.</summary>
/// <remarks>Mirrors paddle.ParamAttr. Converts from an initializer, a name and a bool.</remarks>
public class ParamAttr
{
    /// <summary>Describes a parameter.</summary>
    /// <param name="name">Its name; made unique from the layer's where null.</param>
    /// <param name="initializer">How its values are made; the layer's default where null.</param>
    /// <param name="learningRate">A factor on the optimizer's rate.</param>
    /// <param name="regularizer">Its own penalty; the optimizer's where null.</param>
    /// <param name="trainable">Whether it has a gradient.</param>
    /// <param name="doModelAverage">Whether averages of a program's parameters include it.</param>
    /// <param name="needClip">Whether gradient clipping includes it.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="learningRate"/> is negative, infinite or NaN.</exception>
    public ParamAttr(string? name = null, Initializer? initializer = null, double learningRate = 1.0, WeightDecayRegularizer? regularizer = null,
        bool trainable = true, bool doModelAverage = true, bool needClip = true)
    {
        if (!double.IsFinite(learningRate) || learningRate < 0)
            throw new InvalidArgumentException($"ParamAttr: learningRate {learningRate} is not usable.", "It must be finite and not negative.");
        Name = name;
        Initializer = initializer;
        LearningRate = learningRate;
        Regularizer = regularizer;
        Trainable = trainable;
        DoModelAverage = doModelAverage;
        NeedClip = needClip;
    }

    /// <summary>The parameter's name, or null.</summary>
    public string? Name { get; private set; }

    /// <summary>How its values are made, or null.</summary>
    public Initializer? Initializer { get; }

    /// <summary>A factor on the optimizer's rate.</summary>
    public double LearningRate { get; }

    /// <summary>Its own penalty, or null.</summary>
    public WeightDecayRegularizer? Regularizer { get; }

    /// <summary>Whether it has a gradient.</summary>
    public bool Trainable { get; }

    /// <summary>Whether averages of a program's parameters include it.</summary>
    public bool DoModelAverage { get; }

    /// <summary>Whether gradient clipping includes it.</summary>
    public bool NeedClip { get; }

    /// <summary>How its gradient is limited, in the place of the optimizer's limit; null for that.</summary>
    /// <remarks>fluid.ParamAttr's gradient_clip.</remarks>
    public ClipGradBase? GradientClip { get; init; }

    /// <summary>The same under a name.</summary>
    internal ParamAttr Named(string name)
    {
        var named = (ParamAttr)MemberwiseClone();
        named.Name = name;
        return named;
    }

    internal bool IsAbsent { get; private init; }

    /// <summary>false: no such parameter; true: the default one.</summary>
    /// <param name="wanted">Whether the parameter is wanted.</param>
    public static implicit operator ParamAttr(bool wanted) => new() { IsAbsent = !wanted };

    /// <summary>A parameter with an initializer.</summary>
    /// <param name="initializer">How its values are made.</param>
    public static implicit operator ParamAttr(Initializer initializer) => new(initializer: initializer);

    /// <summary>A parameter with a name.</summary>
    /// <param name="name">Its name.</param>
    public static implicit operator ParamAttr(string name) => new(name);
}
