namespace Trireme.Operators;

/// <summary>Out = X with elements zeroed at random; Mask says which ones stayed.</summary>
/// <param name="DropoutProb">The probability of zeroing, from 0 to 1.</param>
/// <param name="IsTest">Whether nothing is zeroed.</param>
/// <param name="DropoutImplementation">
/// <c>upscale_in_train</c> divides by the probability of staying when training; <c>downgrade_in_infer</c> multiplies by it when not.
/// </param>
/// <param name="Seed">A seed of its own, where <paramref name="FixSeed"/> is true.</param>
/// <param name="FixSeed">Whether every run drops the same elements.</param>
[Op("dropout", "X, Seed? -> Out, Mask~", Saves = "Mask")]
public sealed record DropoutOp(
    double DropoutProb = 0.5, bool IsTest = false, string DropoutImplementation = "downgrade_in_infer", int Seed = 0, bool FixSeed = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].DType.IsFloating, "X must be floating point.");
        c.Require(DropoutProb is >= 0 and <= 1, $"the probability {DropoutProb} is outside [0, 1].");
        c["Out"] = c["X"];
        c["Mask"] = c["X"] with { DType = DType.UInt8 };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["X"] = IsTest ? g.D["Out"] * Factor : new DropoutGradOp(Factor).Apply(g.D["Out"], g["Mask"]);

    /// <summary>What the elements that stay are multiplied by.</summary>
    internal double Factor
        => IsTest ? (DropoutImplementation == "upscale_in_train" ? 1 : 1 - DropoutProb)
            : DropoutImplementation == "upscale_in_train" && DropoutProb < 1 ? 1 / (1 - DropoutProb) : 1;
}

/// <summary>Out = Factor · X where the mask is set, else 0.</summary>
/// <param name="Factor">The factor.</param>
[Op("dropout_grad", "X, Mask -> Out", Saves = "Mask")]
public sealed record DropoutGradOp(double Factor) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"];

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = Apply(g.D["Out"], g["Mask"]);
}
