using Trireme.Autograd;

namespace Trireme.Static;

/// <summary>Two functions as one with a gradient of its own.</summary>
internal sealed class FunctionPair(Func<Tensor[], Tensor[]> forward, Func<Tensor[], Tensor?[]> backward) : PyLayer
{
    protected override Tensor[] Forward(PyLayerContext ctx, params Tensor[] inputs) => forward(inputs);

    protected override Tensor?[] Backward(PyLayerContext ctx, params Tensor[] grads) => backward(grads);
}
