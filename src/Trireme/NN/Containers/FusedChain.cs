using Trireme.Autograd;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.NN;

/// <summary>
/// Layers one after the other whose work is one operator: a convolution or a fully connected layer and the rectifier behind it; in inference a convolution, its
/// normalization, what is led around both, and the rectifier; in training the normalization and what stands behind it. The results between them are then never written to memory. Programs keep the operators that Paddle writes, and where a
/// layer has hooks, each runs by itself.
/// </summary>
internal static class FusedChain
{
    /// <summary>Convolutions one after the other, each with its normalization and activation; in inference the results between them are freed at once.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="residual">What is added before the last activation, or null.</param>
    /// <param name="steps">Convolutions, their normalizations, and relu, relu6 or identity.</param>
    public static Tensor Call(Tensor input, Tensor? residual, params ReadOnlySpan<(Conv2D Conv, BatchNorm2D Norm, string Activation)> steps)
    {
        Tensor x = input;
        bool isOwn = false;
        for (int i = 0; i < steps.Length; i++)
        {
            (Conv2D conv, BatchNorm2D norm, string activation) = steps[i];
            Tensor before = x;
            Tensor? added = i == steps.Length - 1 ? residual : null;
            Tensor? fused = Fuse(conv, norm, x, activation, added);
            x = fused ?? Call(norm, conv.Call(x), activation, added);
            bool wasOwn = isOwn;
            isOwn = fused is not null && !GradMode.IsEnabled;
            if (wasOwn && isOwn)
                before.Dispose();
        }
        return x;
    }

    /// <summary>Whether nobody but the caller of these layers, one operator, can hold what they made, and they hold nothing of their input.</summary>
    /// <param name="layer">A layer that was called, or the first of a chain.</param>
    public static bool KeepsNothing(Layer layer)
        => !GradMode.IsEnabled && !Recorder.IsOn && layer is Conv2D or Linear or MaxPool2D or BatchNorm2D or ReLU or ReLU6 && !layer.IsWrapped;

    /// <summary>Runs as many of the layers as make one operator; returns how many these are, or 0.</summary>
    /// <param name="first">The next layer.</param>
    /// <param name="second">The one behind it, if there is one.</param>
    /// <param name="third">The one behind that.</param>
    /// <param name="x">Their input, which becomes their output.</param>
    public static int Run(Layer first, Layer? second, Layer? third, ref Tensor x)
    {
        Tensor? y = null;
        int count = 0;
        if (first is Conv2D conv)
        {
            var norm = second as BatchNorm2D;
            string activation = Activation(norm is null ? second : third);
            y = Fuse(conv, norm, x, activation, null);
            count = (norm is null ? 1 : 2) + (activation == "identity" ? 0 : 1);
        }
        else if (first is BatchNorm2D alone)
        {
            y = Fuse(alone, x, Activation(second), null);
            count = 2;
        }
        else if (first is Linear linear && Activation(second) == "relu")
        {
            y = Fuse(linear, x);
            count = 2;
        }
        x = y ?? x;
        return y is null ? 0 : count;
    }

    /// <summary>A normalization and an activation.</summary>
    /// <param name="norm">The first.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="activation">relu, relu6 or identity.</param>
    /// <param name="residual">What is added between them, or null.</param>
    public static Tensor Call(BatchNorm2D norm, Tensor input, string activation, Tensor? residual = null)
    {
        if (Fuse(norm, input, activation, residual) is { } fused)
            return fused;
        Tensor y = norm.Call(input);
        y = residual is null ? y : y + residual;
        return activation == "identity" ? y : ActivationByName.Apply(activation, y);
    }

    private static string Activation(Layer? layer) => layer switch
    {
        ReLU { IsWrapped: false } => "relu",
        ReLU6 { IsWrapped: false } => "relu6",
        _ => "identity",
    };

    private static Tensor? Fuse(Conv2D conv, BatchNorm2D? norm, Tensor x, string activation, Tensor? residual)
    {
        if (Recorder.IsOn || x.IsSymbolic || conv.IsWrapped || !conv.IsPlain || x.Ndim != 4 || x.DType != conv.Weight.DType || !x.DType.IsFloating)
            return null;
        if (norm is null)
            return activation == "identity" ? null : Dispatcher.Run(conv.Activated(activation), [x, conv.Weight, conv.Bias, residual])[0];
        if (norm.IsWrapped || !norm.UsesRunning || norm.DataFormat != "NCHW" || norm._Mean.DType != x.DType || norm._Variance.DType != x.DType)
            return null;
        if (GradMode.IsEnabled && !(x.StopGradient && Stops(conv.Weight) && Stops(conv.Bias) && Stops(norm.Weight) && Stops(norm.Bias) && Stops(residual)))
            return null;
        return Dispatcher.Run(conv.Normalized(norm.Epsilon, activation), [x, conv.Weight, conv.Bias, norm.Weight, norm.Bias, norm._Mean, norm._Variance, residual])[0];
    }

    // By the batch's own statistics; with nothing behind it the normalization is an operator of its own.
    private static Tensor? Fuse(BatchNorm2D norm, Tensor x, string activation, Tensor? residual)
    {
        bool isPlain = !Recorder.IsOn && !x.IsSymbolic && !norm.IsWrapped && !norm.UsesRunning && norm.DataFormat == "NCHW" && (activation != "identity" || residual is not null);
        bool fits = isPlain && x.Ndim == 4 && x.DType.IsFloating && x.DType.Size > 2 && norm._Mean.DType == x.DType && norm._Variance.DType == x.DType
            && (residual is null || residual.Meta == x.Meta);
        return fits ? Dispatcher.Run(norm.Activated(activation), [x, norm.Weight, norm.Bias, norm._Mean, norm._Variance, residual])[0] : null;
    }

    private static Tensor? Fuse(Linear linear, Tensor x)
    {
        bool fits = !Recorder.IsOn && !x.IsSymbolic && !linear.IsWrapped && linear.Bias is not null && x.Ndim >= 1 && x.DType == linear.Weight.DType && x.DType.IsFloating;
        return fits ? FusedGemmEpilogueOp.WithRelu.Apply(x, linear.Weight, linear.Bias) : null;
    }

    private static bool Stops(Tensor? tensor) => tensor is null || tensor.StopGradient;
}
