namespace Trireme.Operators;

/// <summary>The gradient of an interpolation: each OutGrad spread over the elements it was made of.</summary>
/// <param name="InputShape">The shape of the interpolated input.</param>
/// <param name="Scale">The factors; empty where the sizes were given.</param>
/// <param name="InterpMethod">nearest, linear, bilinear, trilinear or bicubic.</param>
/// <param name="AlignCorners">Whether corners were aligned.</param>
/// <param name="AlignMode">0 or 1.</param>
[Op("interp_grad", "OutGrad -> XGrad")]
public sealed record InterpGradOp(Shape InputShape, float[]? Scale, string InterpMethod, bool AlignCorners, int AlignMode) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["XGrad"] = c["OutGrad"] with { Shape = InputShape };

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["OutGrad"] = InterpOp.Of(InterpMethod, g.Meta("OutGrad").Shape[2..], Scale, AlignCorners, AlignMode).Apply(g.D["XGrad"]);
}
