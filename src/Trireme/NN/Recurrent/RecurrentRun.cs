using Trireme.Autograd;
using Trireme.Operators;

namespace Trireme.NN;

/// <summary>Calls the operator that layers and cells share.</summary>
internal static class RecurrentRun
{
    /// <summary>Output and final states of a time-major run.</summary>
    public static (Tensor Output, Tensor[] States) Run(RnnOp network, Tensor input, Tensor[] states, Tensor[] weights, Tensor? lengths)
    {
        // Outside training nothing is dropped; what a gradient reads is kept where one may be asked for.
        bool keeps = network.DropoutProb > 0 || input.IsSymbolic || (GradMode.IsEnabled && (!input.StopGradient || states.Concat(weights).Any(t => !t.StopGradient)));
        Tensor[] results = (network with { IsTest = network.IsTest || !keeps }).ApplyAll(input, states, weights, lengths);
        return (results[0], results[1..(1 + states.Length)]);
    }

    /// <summary>One step of a cell: [B, I] and states [B, H].</summary>
    public static (Tensor Output, Tensor[] States) Step(string mode, int inputSize, int hiddenSize, Tensor input, Tensor[] states, Tensor[] weights)
    {
        var network = new RnnOp(0f, false, inputSize, hiddenSize, 1, mode);
        (Tensor output, Tensor[] after) = Run(network, input.Unsqueeze(0), Array.ConvertAll(states, s => s.Unsqueeze(0)), weights, null);
        return (output.Squeeze(0), Array.ConvertAll(after, s => s.Squeeze(0)));
    }

    /// <summary>A state filled with a value. A program may not know the batch yet: then it has the size that a dimension of the input turns out to have.</summary>
    public static Tensor Full(Tensor input, int inputAxis, Shape shape, int axis, double value, DType dtype)
        => shape.IsKnown ? Paddle.Full(shape, value, dtype)
            : new FillConstantBatchSizeLikeOp(shape, dtype, (float)value, InputDimIdx: inputAxis, OutputDimIdx: axis).Apply(input);
}
