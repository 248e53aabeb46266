using Trireme.Operators;

namespace Trireme.NN.Initializers;

/// <summary>Makes the first values of a parameter.</summary>
/// <remarks>Mirrors paddle.nn.initializer.Initializer.</remarks>
public abstract class Initializer
{
    /// <summary>Fills a parameter in place.</summary>
    /// <param name="param">The parameter.</param>
    public virtual void Forward(Tensor param)
    {
        Op record = Record(param.Shape, param.DType)
            ?? throw new PreconditionNotMetException($"{GetType().Name} neither overrides Forward nor names an operator.", null, "Override Forward.");
        param.SetValue(record.ApplyAll()[0]);
    }

    /// <summary>A seed of its own; 0 for the default random numbers.</summary>
    internal int Seed { get; init; }

    /// <summary>The operator that makes the values, for startup programs; null where they are made otherwise.</summary>
    /// <param name="shape">The parameter's dimensions.</param>
    /// <param name="dtype">Its element type.</param>
    private protected virtual Op? Record(Shape shape, DType dtype) => null;

    /// <summary>The operator that a startup program gives the parameter its first values with.</summary>
    /// <param name="param">The parameter, filled already.</param>
    internal Op StartupRecord(Tensor param) => Record(param.Shape, param.DType) ?? AssignValueOp.Of(param);

    /// <summary>Replaces the default initializer of all layers built from now on; initializers given to a layer still win.</summary>
    /// <param name="weightInit">For weights; null restores the layers' defaults.</param>
    /// <param name="biasInit">For biases; null restores the layers' defaults.</param>
    /// <remarks>Mirrors paddle.nn.initializer.set_global_initializer.</remarks>
    public static void SetGlobalInitializer(Initializer? weightInit, Initializer? biasInit = null) => GlobalInitializer.Set(weightInit, biasInit);

    /// <summary>How much an activation shrinks the deviation of what passes through it; initializers make up for it.</summary>
    /// <param name="nonlinearity">The activation's name: sigmoid, tanh, relu, leaky_relu, selu, linear, conv1d …</param>
    /// <param name="param">The negative slope of <c>leaky_relu</c>; 0.01 where null.</param>
    /// <exception cref="InvalidArgumentException">The name is not known.</exception>
    /// <remarks>Mirrors paddle.nn.initializer.calculate_gain.</remarks>
    public static double CalculateGain(string nonlinearity, double? param = null) => nonlinearity switch
    {
        "sigmoid" or "linear" or "conv1d" or "conv2d" or "conv3d" or "conv1d_transpose" or "conv2d_transpose" or "conv3d_transpose" => 1,
        "tanh" => 5.0 / 3,
        "relu" => Math.Sqrt(2),
        "leaky_relu" => Math.Sqrt(2 / (1 + Math.Pow(param ?? 0.01, 2))),
        "selu" => 0.75,
        _ => throw new InvalidArgumentException($"calculate_gain: the nonlinearity '{nonlinearity}' is not known.",
            "Known: sigmoid, linear, conv1d, conv2d, conv3d, conv1d_transpose, conv2d_transpose, conv3d_transpose, tanh, relu, leaky_relu, selu."),
    };

    /// <summary>
    /// How many numbers flow into and out of one unit: for a matrix [in, out], its dimensions; for a filter [out, in, k…], times the size of the kernel.
    /// </summary>
    private protected static (int FanIn, int FanOut) Fans(Shape shape)
    {
        if (shape.Rank < 2)
            return shape.Rank == 0 ? (1, 1) : (shape[0], shape[0]);
        if (shape.Rank == 2)
            return (shape[0], shape[1]);
        int kernel = 1;
        for (int i = 2; i < shape.Rank; i++)
            kernel *= shape[i];
        return (shape[1] * kernel, shape[0] * kernel);
    }

    private protected static void RequireFinite(string what, params ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                throw new InvalidArgumentException($"{what}: {value} is not a finite number.");
        }
    }
}
