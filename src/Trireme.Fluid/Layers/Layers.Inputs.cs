using Trireme.NN;
using Trireme.Operators;
using Trireme.Programs;
using Trireme.Static;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <content>Inputs, constants and variables.</content>
public static partial class Layers
{
    /// <summary>Declares an input of the current program.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The dimensions of a sample, or with <paramref name="appendBatchSize"/> false of the whole input; -1 where any size will do.</param>
    /// <param name="appendBatchSize">Whether a batch dimension of any size is put in front, unless a dimension is -1 already.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <param name="lodLevel">On how many levels its rows belong to sequences.</param>
    /// <param name="type">What the variable holds.</param>
    /// <param name="stopGradient">Whether gradients stop at the input.</param>
    /// <exception cref="InvalidArgumentException">The name is declared with another shape or element type.</exception>
    /// <remarks>Mirrors fluid.layers.data. What is fed may have other dimensions, as long as the layers after it can use it.</remarks>
    public static Variable Data(string name, Shape shape, bool appendBatchSize = true, DType? dtype = null, int lodLevel = 0,
        VarType type = VarType.LodTensor, bool stopGradient = true)
    {
        Shape dims = appendBatchSize && !shape.ToArray().Contains(-1) ? (int[])[-1, .. shape.AsSpan()] : shape;
        Variable variable = Recorder.Main.GlobalBlock().CreateVar(name, dims, dtype ?? DType.Float32, type, lodLevel, stopGradient: stopGradient);
        variable.IsData = true;
        return variable;
    }

    /// <summary>A parameter by itself.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="dtype">Its element type.</param>
    /// <param name="name">Its name; made unique where null.</param>
    /// <param name="attr">How it is made and trained.</param>
    /// <param name="isBias">Whether it is a bias: zeros at first.</param>
    /// <param name="defaultInitializer">How its values are made where the attribute does not say.</param>
    /// <remarks>Mirrors fluid.layers.create_parameter.</remarks>
    public static Tensor CreateParameter(Shape shape, DType dtype, string? name = null, ParamAttr? attr = null, bool isBias = false,
        NN.Initializers.Initializer? defaultInitializer = null)
        => Graph.NN.CreateParameter(shape, dtype, name, attr, isBias, defaultInitializer);

    /// <summary>A variable that outlives runs and begins with one value.</summary>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="value">Its first value.</param>
    /// <param name="dtype">Its element type.</param>
    /// <param name="persistable">Whether it is saved with the parameters.</param>
    /// <param name="forceCpu">Kept for Paddle's signature.</param>
    /// <param name="name">Its name; made unique where null.</param>
    /// <remarks>Mirrors fluid.layers.create_global_var.</remarks>
    public static Variable CreateGlobalVar(Shape shape, double value, DType dtype, bool persistable = false, bool forceCpu = false, string? name = null)
        => Graph.CreateGlobalVar(shape, value, dtype, persistable, forceCpu, name);

    /// <summary>A variable without a value, to be written by a layer.</summary>
    /// <param name="dtype">Its element type.</param>
    /// <param name="name">Its name; made unique where null.</param>
    /// <param name="persistable">Whether it outlives runs.</param>
    /// <remarks>Mirrors fluid.layers.create_tensor.</remarks>
    public static Variable CreateTensor(DType dtype, string? name = null, bool persistable = false)
        => Recorder.Main.CurrentBlock().CreateVar(name ?? UniqueName.Generate("create_tensor"), dtype: dtype, persistable: persistable);

    /// <summary>One value everywhere.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="value">The value.</param>
    /// <param name="forceCpu">Kept for Paddle's signature.</param>
    /// <param name="out">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.fill_constant.</remarks>
    public static Tensor FillConstant(Shape shape, DType dtype, double value, bool forceCpu = false, Tensor? @out = null)
    {
        using Recorder.Mode mode = BuildMode.Enter();
        return Into(Paddle.Full(shape, value, dtype), @out);
    }

    /// <summary>One value everywhere, in a shape of which one dimension is that of another tensor.</summary>
    /// <param name="input">The other tensor.</param>
    /// <param name="shape">The dimensions; the one that is taken over may be -1.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="value">The value.</param>
    /// <param name="inputDimIdx">Which dimension of <paramref name="input"/>; for sequences the first is their number.</param>
    /// <param name="outputDimIdx">Where it stands in the result.</param>
    /// <remarks>Mirrors fluid.layers.fill_constant_batch_size_like.</remarks>
    public static Tensor FillConstantBatchSizeLike(Tensor input, Shape shape, DType dtype, double value, int inputDimIdx = 0, int outputDimIdx = 0)
        => new FillConstantBatchSizeLikeOp(shape, dtype, (float)value, InputDimIdx: inputDimIdx, OutputDimIdx: outputDimIdx).Apply(input);

    /// <summary>Ones.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="forceCpu">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.layers.ones.</remarks>
    public static Tensor Ones(Shape shape, DType dtype, bool forceCpu = false) => FillConstant(shape, dtype, 1);

    /// <summary>Zeros.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="forceCpu">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.layers.zeros.</remarks>
    public static Tensor Zeros(Shape shape, DType dtype, bool forceCpu = false) => FillConstant(shape, dtype, 0);

    /// <summary>Zeros in the shape of x.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="out">The variable that receives the result; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.zeros_like.</remarks>
    public static Tensor ZerosLike(Tensor x, Tensor? @out = null) => Into(new FillZerosLikeOp().Apply(x), @out);

    /// <summary>A copy of a variable.</summary>
    /// <param name="input">The variable.</param>
    /// <param name="output">The variable that receives the copy; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.assign.</remarks>
    public static Tensor Assign(Tensor input, Tensor? output = null)
    {
        using Recorder.Mode mode = BuildMode.Enter();
        return output is null ? input.Assign() : input.Assign(output);
    }

    /// <summary>The values of an array as a variable.</summary>
    /// <param name="input">The array.</param>
    /// <param name="output">The variable that receives the values; a new one where null.</param>
    /// <remarks>Mirrors fluid.layers.assign.</remarks>
    public static Tensor Assign(Array input, Tensor? output = null) => Assign(Dygraph.ToVariable(input), output);

    /// <summary>Uniform random numbers.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <param name="min">The least number.</param>
    /// <param name="max">What numbers stay below.</param>
    /// <param name="seed">0 for the program's random numbers.</param>
    /// <remarks>Mirrors fluid.layers.uniform_random.</remarks>
    public static Tensor UniformRandom(Shape shape, DType? dtype = null, double min = -1, double max = 1, int seed = 0)
    {
        using Recorder.Mode mode = BuildMode.Enter();
        return Paddle.Uniform(shape, dtype ?? DType.Float32, min, max, seed);
    }

    /// <summary>Normal random numbers.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="std">The standard deviation.</param>
    /// <param name="seed">0 for the program's random numbers.</param>
    /// <param name="dtype">The element type; float32 where null.</param>
    /// <remarks>Mirrors fluid.layers.gaussian_random.</remarks>
    public static Tensor GaussianRandom(Shape shape, double mean = 0, double std = 1, int seed = 0, DType? dtype = null)
    {
        using Recorder.Mode mode = BuildMode.Enter();
        return Paddle.Gaussian(shape, mean, std, seed, dtype ?? DType.Float32);
    }

    /// <summary>Counts the runs of a program: <paramref name="begin"/> in the first, then more by <paramref name="step"/> each.</summary>
    /// <param name="counterName">The counter's name; <c>@STEP_COUNTER@</c> where null. A program has one counter of a name.</param>
    /// <param name="begin">The first number.</param>
    /// <param name="step">The difference.</param>
    /// <returns>The counter; int64, shape [1].</returns>
    /// <remarks>Mirrors fluid.layers.autoincreased_step_counter.</remarks>
    public static Variable AutoincreasedStepCounter(string? counterName = null, int begin = 1, int step = 1)
    {
        string name = counterName ?? "@STEP_COUNTER@";
        if (Recorder.Main.GlobalBlock().Vars.TryGetValue(name, out Variable? known))
            return known;
        Variable counter = CreateGlobalVar(1, begin - step, DType.Int64, persistable: true, name: name);
        return (Variable)Increment(counter, step);
    }

    // Results of 1.5 that are one number have the shape [1].
    private static Tensor One(Tensor x) => x.Ndim == 0 ? x.Reshape(1) : x;

    private static Tensor Activate(Tensor x, string? act) => LayerParameters.Activate(x, act);
}
