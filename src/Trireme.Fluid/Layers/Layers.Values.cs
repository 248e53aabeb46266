using Trireme.Operators;
using Trireme.Static;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <content>Shapes, random numbers in the shape of others, values from files.</content>
public static partial class Layers
{
    /// <summary>The dimensions of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <returns>int32 [number of dimensions].</returns>
    /// <remarks>Mirrors fluid.layers.shape.</remarks>
    public static Tensor Shape(Tensor input) => new ShapeOp().Apply(input);

    /// <summary>How many dimensions a tensor has.</summary>
    /// <param name="input">The tensor.</param>
    /// <returns>int32 [1].</returns>
    /// <remarks>Mirrors fluid.layers.rank.</remarks>
    public static Tensor Rank(Tensor input) => FillConstant(1, DType.Int32, input.Ndim);

    /// <summary>Uniform random numbers in a given shape but for one dimension, which is that of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <param name="inputDimIdx">Which of the tensor's dimensions is taken.</param>
    /// <param name="outputDimIdx">Where it stands in the result.</param>
    /// <param name="min">The least number.</param>
    /// <param name="max">What numbers stay below.</param>
    /// <param name="seed">0 for the program's random numbers.</param>
    /// <exception cref="InvalidArgumentException">A dimension's number is outside its shape.</exception>
    /// <remarks>Mirrors fluid.layers.uniform_random_batch_size_like.</remarks>
    public static Tensor UniformRandomBatchSizeLike(Tensor input, Shape shape, DType? dtype = null, int inputDimIdx = 0, int outputDimIdx = 0,
        double min = -1, double max = 1,
        int seed = 0)
        => new UniformRandomBatchSizeLikeOp(shape, dtype ?? DType.Float32, inputDimIdx, outputDimIdx, (float)min, (float)max, seed).Apply(input);

    /// <summary>Normal random numbers in a given shape but for one dimension, which is that of a tensor.</summary>
    /// <param name="input">The tensor.</param>
    /// <param name="shape">The dimensions.</param>
    /// <param name="inputDimIdx">Which of the tensor's dimensions is taken.</param>
    /// <param name="outputDimIdx">Where it stands in the result.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation.</param>
    /// <param name="seed">0 for the program's random numbers.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <exception cref="InvalidArgumentException">A dimension's number is outside its shape.</exception>
    /// <remarks>Mirrors fluid.layers.gaussian_random_batch_size_like.</remarks>
    public static Tensor GaussianRandomBatchSizeLike(Tensor input, Shape shape, int inputDimIdx = 0, int outputDimIdx = 0, double mean = 0, double std = 1,
        int seed = 0,
        DType? dtype = null)
        => new GaussianRandomBatchSizeLikeOp(shape, dtype ?? DType.Float32, inputDimIdx, outputDimIdx, (float)mean, (float)std, seed).Apply(input);

    /// <summary>The values of a sparse gradient as a tensor; gradients are dense here, so they are x's.</summary>
    /// <param name="x">The gradient.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.get_tensor_from_selected_rows.</remarks>
    public static Tensor GetTensorFromSelectedRows(Tensor x, string? name = null) => x.Assign();

    /// <summary>A sparse gradient in which no row stands twice; gradients are dense here, so it is x.</summary>
    /// <param name="x">The gradient.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.merge_selected_rows.</remarks>
    public static Tensor MergeSelectedRows(Tensor x, string? name = null) => x.Assign();

    /// <summary>Rows that begin with how often something was shown and clicked, with the two as logarithms or left out.</summary>
    /// <param name="input">[N, D].</param>
    /// <param name="cvm">[N, 2]: shown and clicked.</param>
    /// <param name="useCvm">Whether the two stay.</param>
    /// <returns>[N, D], or [N, D − 2] without the two.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.continuous_value_model.</remarks>
    public static Tensor ContinuousValueModel(Tensor input, Tensor cvm, bool useCvm = true) => Graph.NN.ContinuousValueModel(input, cvm, useCvm);

    /// <summary>Gives a variable the values of a file when the program runs.</summary>
    /// <param name="out">The variable.</param>
    /// <param name="filePath">The file, as save operators and <see cref="IO"/> write one for each parameter.</param>
    /// <param name="loadAsFp16">Whether the values are turned into half precision; as they are where null.</param>
    /// <remarks>Mirrors fluid.layers.load. A missing or damaged file is an error of the run.</remarks>
    public static void Load(Variable @out, string filePath, bool? loadAsFp16 = null)
    {
        ArgumentNullException.ThrowIfNull(@out);
        Block block = Recorder.Main.CurrentBlock();
        block.Append(new Operator(block, new LoadOp(filePath, loadAsFp16 ?? false), [], [0], [@out.Name], [0, 1]));
    }
}
