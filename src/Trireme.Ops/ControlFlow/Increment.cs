namespace Trireme.Operators;

/// <summary>Out = X + Step, in X's element type. In programs Out is usually the variable X itself: a counter.</summary>
/// <param name="Step">The summand.</param>
[Op("increment", "X -> Out")]
public sealed record IncrementOp(float Step = 1) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"];

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        c["Out"] = Paddle.Affine(x, 1, x.DType.IsFloating ? (double)Step : (long)Step);
    }
}
