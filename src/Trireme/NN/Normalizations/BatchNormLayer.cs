using Trireme.NN.Initializers;
using Trireme.Operators;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>What batch normalization layers share: scale, shift, and the running statistics.</summary>
/// <remarks>Mirrors the base class of paddle.nn.BatchNorm1D, 2D and 3D. The running variance takes the biased variance of the batch.</remarks>
public abstract class BatchNormLayer : Layer
{
    private readonly double _momentum, _epsilon;
    private readonly string _dataFormat;
    private readonly bool? _useGlobalStats;
    private readonly int _numFeatures;
    private FusedBatchNormAddActOp? _activated;

    private protected BatchNormLayer(int numFeatures, double momentum, double epsilon, ParamAttr? weightAttr, ParamAttr? biasAttr, string dataFormat,
        bool? useGlobalStats, string? name)
    {
        if (numFeatures < 1)
            throw new InvalidArgumentException($"{GetType().Name}: {numFeatures} channels cannot be normalized.", "There must be at least 1.");
        (_numFeatures, _momentum, _epsilon, _dataFormat, _useGlobalStats, Name) = (numFeatures, momentum, epsilon, dataFormat, useGlobalStats, name);
        Weight = CreateOptional([numFeatures], weightAttr, defaultInitializer: new Constant(1.0));
        Bias = CreateBias([numFeatures], biasAttr);
        _Mean = Statistic(0);
        _Variance = Statistic(1);
    }

    /// <summary>The scale, [C], or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>The shift, [C], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The running mean, [C]; its key is <c>_mean</c>.</summary>
    public Tensor _Mean { get; }

    /// <summary>The running variance, [C]; its key is <c>_variance</c>.</summary>
    public Tensor _Variance { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        if (!Accepts(input.Ndim))
            throw new InvalidArgumentException($"{GetType().Name}: an input of shape {input.Shape} has the wrong number of dimensions.", null, "Use the layer for its dimensions.");
        return F.BatchNorm(input, _Mean, _Variance, Weight, Bias, Training, _momentum, _epsilon, _dataFormat, _useGlobalStats);
    }

    /// <summary>Whether the running statistics take the place of the batch's.</summary>
    internal bool UsesRunning => _useGlobalStats ?? !Training;

    internal float Epsilon => (float)_epsilon;

    internal string DataFormat => _dataFormat;

    /// <summary>The layer's operator in training with an activation behind it, channels first.</summary>
    internal FusedBatchNormAddActOp Activated(string activation)
        => _activated is { } op && op.ActType == activation ? op : _activated = new FusedBatchNormAddActOp((float)_momentum, (float)_epsilon, activation);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"num_features={_numFeatures}, momentum={_momentum}, epsilon={_epsilon}";

    private protected abstract bool Accepts(int rank);

    // Named as Paddle names them, so that files match by parameter name too.
    private Tensor Statistic(double value)
    {
        Tensor tensor;
        using (Recorder.Suspend())
            tensor = Paddle.Full([_numFeatures], value, (Weight ?? Bias)?.DType ?? Paddle.GetDefaultDtype());
        tensor.Name = Programs.UniqueName.Generate($"{FullName()}.w");
        tensor.Persistable = true;
        StartupValue.Note(tensor, value);
        return tensor;
    }
}
