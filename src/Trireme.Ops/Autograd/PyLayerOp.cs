using Trireme.Autograd;
using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Out = Result: what a <see cref="PyLayer"/> computed of X in a program. The gradient of X is what the layer says.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Context">What its forward half kept: variables of the program.</param>
/// <param name="Taken">What it was called with.</param>
/// <param name="Given">What its forward half returned.</param>
[Op("py_layer", "X*, Result* -> Out*")]
internal sealed record PyLayerOp(PyLayer Layer, PyLayerContext Context, Tensor[] Taken, Tensor[] Given) : CompositeOp, IHandwrittenGradient
{
    string IHandwrittenGradient.Inputs => "X";

    string IHandwrittenGradient.Outputs => "Out";

    /// <inheritdoc/>
    public override void Compose(ComposeContext c) => c.SetList("Out", Array.ConvertAll(c.List("Result"), r => new AssignOp().Apply(r)));

    Tensor?[] IHandwrittenGradient.Differentiate(Tensor?[] outputGrads)
        => Layer.Differentiate(Context, outputGrads, Array.ConvertAll(Taken, t => t.Meta), Array.ConvertAll(Given, t => t.Meta));
}
