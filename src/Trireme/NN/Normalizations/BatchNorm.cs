using Trireme.NN.Initializers;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Batch normalization over inputs of any number of dimensions, with trained scale and shift, running statistics and an activation function.</summary>
/// <remarks>
/// Mirrors paddle.nn.BatchNorm, the form of Paddle 1.x; <see cref="BatchNorm1D"/>, <see cref="BatchNorm2D"/> and <see cref="BatchNorm3D"/> are its successors.
/// Ioffe and Szegedy 2015.
/// </remarks>
public class BatchNorm : Layer
{
    private readonly double _momentum, _epsilon;
    private readonly string _dataLayout;
    private readonly string? _act;
    private readonly bool _isTest, _useGlobalStats, _trainableStatistics;

    /// <summary>The layer.</summary>
    /// <param name="numChannels">The number of channels C.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="isTest">Whether the running statistics are always used.</param>
    /// <param name="momentum">new = old · momentum + batch · (1 − momentum).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="paramAttr">How the scale is made; ones where null.</param>
    /// <param name="biasAttr">How the shift is made; zeros where null.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <param name="dataLayout">NCHW or NHWC.</param>
    /// <param name="inPlace">Kept for Paddle's signature.</param>
    /// <param name="movingMeanName">The name of the running mean; made where null.</param>
    /// <param name="movingVarianceName">The name of the running variance; made where null.</param>
    /// <param name="doModelAverageForMeanAndVar">Kept for Paddle's signature.</param>
    /// <param name="useGlobalStats">Whether the running statistics are used in training as well.</param>
    /// <param name="trainableStatistics">Whether the batch's statistics are used outside training as well.</param>
    /// <exception cref="InvalidArgumentException">There is no channel.</exception>
    public BatchNorm(int numChannels, string? act = null, bool isTest = false, double momentum = 0.9, double epsilon = 1e-05, ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null, DType? dtype = null, string dataLayout = "NCHW", bool inPlace = false, string? movingMeanName = null,
        string? movingVarianceName = null, bool doModelAverageForMeanAndVar = true, bool useGlobalStats = false, bool trainableStatistics = false)
        : this(null, numChannels, act, isTest, momentum, epsilon, paramAttr, biasAttr, dtype, dataLayout, movingMeanName, movingVarianceName,
            useGlobalStats, trainableStatistics)
    {
    }

    private protected BatchNorm(string? nameScope, int numChannels, string? act, bool isTest, double momentum, double epsilon, ParamAttr? paramAttr,
        ParamAttr? biasAttr, DType? dtype, string dataLayout, string? movingMeanName, string? movingVarianceName, bool useGlobalStats, bool trainableStatistics)
        : base(nameScope, dtype)
    {
        if (numChannels < 1)
            throw new InvalidArgumentException($"BatchNorm: {numChannels} channels cannot be normalized.", "There must be at least 1.");
        Weight = CreateParameter(numChannels, paramAttr, defaultInitializer: new Constant(1));
        Bias = CreateParameter(numChannels, biasAttr, isBias: true);
        _Mean = Statistic(movingMeanName, 0);
        _Variance = Statistic(movingVarianceName, 1);
        (_act, _isTest, _momentum, _epsilon, _dataLayout) = (act, isTest, momentum, epsilon, dataLayout);
        (_useGlobalStats, _trainableStatistics) = (useGlobalStats, trainableStatistics);
    }

    /// <summary>The scale [C].</summary>
    public Parameter Weight { get; }

    /// <summary>The shift [C].</summary>
    public Parameter Bias { get; }

    /// <summary>The running mean [C]; its key is <c>_mean</c>.</summary>
    public Parameter _Mean { get; }

    /// <summary>The running variance [C]; its key is <c>_variance</c>.</summary>
    public Parameter _Variance { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        bool training = (Training && !_isTest) || _trainableStatistics;
        Tensor y = F.BatchNorm(input, _Mean, _Variance, Weight, Bias, training, _momentum, _epsilon, _dataLayout, _useGlobalStats ? true : null);
        return LayerParameters.Activate(y, _act);
    }

    private Parameter Statistic(string? name, double value)
        => CreateParameter(Weight.Shape, new ParamAttr(name, new Constant(value), trainable: false));
}
