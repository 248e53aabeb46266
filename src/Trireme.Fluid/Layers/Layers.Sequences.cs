using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <content>Layers over sequences. They are those of <see cref="Graph.NN"/>; the arguments are those of 1.5.</content>
public static partial class Layers
{
    /// <summary>A convolution over the rows of each sequence: act(window · W + b), [T, D] → [T, numFilters].</summary>
    /// <param name="input">[T, D] with sequences.</param>
    /// <param name="numFilters">The number of outputs for each row.</param>
    /// <param name="filterSize">How many rows a window has; it is centred on its row.</param>
    /// <param name="filterStride">The steps of the window; only 1 is defined.</param>
    /// <param name="padding">Kept for Paddle's signature; zeros stand outside a sequence either way.</param>
    /// <param name="biasAttr">How the bias [numFilters] is made; false for none.</param>
    /// <param name="paramAttr">How the filter [filterSize · D, numFilters] is made.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <exception cref="InvalidArgumentException">A size is not positive, the number of features is not known, or the stride is not 1.</exception>
    /// <remarks>Mirrors fluid.layers.sequence_conv.</remarks>
    public static Tensor SequenceConv(Tensor input, int numFilters, int filterSize = 3, int filterStride = 1, bool? padding = null, ParamAttr? biasAttr = null,
        ParamAttr? paramAttr = null, string? act = null, string? name = null)
        => Graph.NN.SequenceConv(input, numFilters, filterSize, filterStride, padding ?? true, null, biasAttr, paramAttr, act, name);

    /// <inheritdoc cref="Graph.NN.RowConv"/>
    public static Tensor RowConv(Tensor input, int futureContextSize, ParamAttr? paramAttr = null, string? act = null)
        => Graph.NN.RowConv(input, futureContextSize, paramAttr, act);

    /// <inheritdoc cref="Graph.NN.SequenceSoftmax"/>
    public static Tensor SequenceSoftmax(Tensor input, bool useCudnn = false, string? name = null) => Graph.NN.SequenceSoftmax(input, useCudnn, name);

    /// <inheritdoc cref="Graph.NN.SequencePool"/>
    public static Tensor SequencePool(Tensor input, string poolType, bool isTest = false, double padValue = 0.0)
        => Graph.NN.SequencePool(input, poolType, isTest, padValue);

    /// <inheritdoc cref="Graph.NN.SequenceFirstStep"/>
    public static Tensor SequenceFirstStep(Tensor input) => Graph.NN.SequenceFirstStep(input);

    /// <inheritdoc cref="Graph.NN.SequenceLastStep"/>
    public static Tensor SequenceLastStep(Tensor input) => Graph.NN.SequenceLastStep(input);

    /// <inheritdoc cref="Graph.NN.SequenceConcat"/>
    public static Tensor SequenceConcat(IReadOnlyList<Tensor> input, string? name = null) => Graph.NN.SequenceConcat(input, name);

    /// <inheritdoc cref="Graph.NN.SequenceReverse"/>
    public static Tensor SequenceReverse(Tensor x, string? name = null) => Graph.NN.SequenceReverse(x, name);

    /// <inheritdoc cref="Graph.NN.SequenceExpand"/>
    public static Tensor SequenceExpand(Tensor x, Tensor y, int refLevel = -1, string? name = null) => Graph.NN.SequenceExpand(x, y, refLevel, name);

    /// <inheritdoc cref="Graph.NN.SequenceExpandAs"/>
    public static Tensor SequenceExpandAs(Tensor x, Tensor y, string? name = null) => Graph.NN.SequenceExpandAs(x, y, name);

    /// <inheritdoc cref="Graph.NN.SequencePad"/>
    public static (Tensor Out, Tensor Length) SequencePad(Tensor x, Tensor padValue, int? maxlen = null, string? name = null)
        => Graph.NN.SequencePad(x, padValue, maxlen, name);

    /// <inheritdoc cref="Graph.NN.SequenceUnpad"/>
    public static Tensor SequenceUnpad(Tensor x, Tensor length, string? name = null) => Graph.NN.SequenceUnpad(x, length, name);

    /// <inheritdoc cref="Graph.NN.SequenceReshape"/>
    public static Tensor SequenceReshape(Tensor input, int newDim) => Graph.NN.SequenceReshape(input, newDim);

    /// <inheritdoc cref="Graph.NN.SequenceSlice"/>
    public static Tensor SequenceSlice(Tensor input, Tensor offset, Tensor length, string? name = null) => Graph.NN.SequenceSlice(input, offset, length, name);

    /// <inheritdoc cref="Graph.NN.SequenceScatter"/>
    public static Tensor SequenceScatter(Tensor input, Tensor index, Tensor updates, string? name = null)
        => Graph.NN.SequenceScatter(input, index, updates, name);

    /// <inheritdoc cref="Graph.NN.SequenceEnumerate"/>
    public static Tensor SequenceEnumerate(Tensor input, int winSize, int padValue = 0, string? name = null)
        => Graph.NN.SequenceEnumerate(input, winSize, padValue, name);

    /// <summary>1 where the place is below the length, else 0: [..] → [.., maxlen].</summary>
    /// <param name="x">Lengths; integers.</param>
    /// <param name="maxlen">The number of places; the largest length where null.</param>
    /// <param name="dtype">The element type of the result; int64 where null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.sequence_mask.</remarks>
    public static Tensor SequenceMask(Tensor x, int? maxlen = null, DType? dtype = null, string? name = null)
        => new SequenceMaskOp(maxlen ?? -1, dtype ?? DType.Int64).Apply(x);

    /// <summary>The same, with the number of places computed by the program.</summary>
    /// <param name="x">Lengths; integers.</param>
    /// <param name="maxlen">The number of places: one integer.</param>
    /// <param name="dtype">The element type of the result; int64 where null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.sequence_mask.</remarks>
    public static Tensor SequenceMask(Tensor x, Tensor maxlen, DType? dtype = null, string? name = null)
        => new SequenceMaskOp(-1, dtype ?? DType.Int64).Apply(x, maxlen);

    /// <summary>x with other sequences: those of y, or where y has none the offsets that are its values; or those given as offsets.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="y">Has the sequences, or their offsets as int32 values.</param>
    /// <param name="targetLod">Offsets beginning with 0, or lengths.</param>
    /// <exception cref="InvalidArgumentException">Neither is given.</exception>
    /// <remarks>Mirrors fluid.layers.lod_reset. Running it fails where the sequences do not cover the rows.</remarks>
    public static Tensor LodReset(Tensor x, Tensor? y = null, IReadOnlyList<int>? targetLod = null)
    {
        if (y is null && targetLod is not { Count: > 0 })
            throw new InvalidArgumentException("lod_reset: nothing says what the sequences are.", null, "Give y or targetLod.");
        Tensor result = new LodResetOp(y is null ? new Ints([.. targetLod!]) : default).Apply(x, y);
        return result.Declared(y is null ? 1 : Math.Max(1, SequenceLevels.Of(y)));
    }
}
