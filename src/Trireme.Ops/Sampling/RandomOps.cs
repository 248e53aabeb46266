namespace Trireme.Operators;

/// <summary>Out = uniformly distributed numbers in [Min, Max).</summary>
/// <param name="Shape">The dimensions.</param>
/// <param name="Dtype">The element type; floating point.</param>
/// <param name="Min">The least number.</param>
/// <param name="Max">The bound.</param>
/// <param name="Seed">A seed of its own; 0 for the next part of the default sequence.</param>
[Op("uniform_random", "-> Out", NoGradient = "Its result is random.")]
public sealed record UniformRandomOp(Shape Shape, DType Dtype, double Min = -1, double Max = 1, int Seed = 0) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Dtype.IsFloating, $"uniform numbers cannot be {Dtype}.", "Use a floating point type, or randint.");
        c.Require(Min <= Max, $"min {Min} is above max {Max}.");
        c["Out"] = new TensorMeta(Shape, Dtype);
    }
}

/// <summary>Out = normally distributed numbers.</summary>
/// <param name="Shape">The dimensions.</param>
/// <param name="Dtype">The element type; floating point.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Std">The standard deviation; not negative.</param>
/// <param name="Seed">A seed of its own; 0 for the next part of the default sequence.</param>
[Op("gaussian_random", "-> Out", NoGradient = "Its result is random.")]
public sealed record GaussianRandomOp(Shape Shape, DType Dtype, double Mean = 0, double Std = 1, int Seed = 0) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Dtype.IsFloating, $"normal numbers cannot be {Dtype}.", "Use a floating point type.");
        c.Require(Std >= 0, $"the standard deviation {Std} is negative.");
        c["Out"] = new TensorMeta(Shape, Dtype);
    }
}

/// <summary>Out = normally distributed numbers no further than A and B standard deviations from the mean.</summary>
/// <param name="Shape">The dimensions.</param>
/// <param name="Dtype">The element type; floating point.</param>
/// <param name="Mean">The mean of the whole distribution.</param>
/// <param name="Std">The standard deviation of the whole distribution; not negative.</param>
/// <param name="Seed">A seed of its own; 0 for the next part of the default sequence.</param>
/// <param name="A">The lower limit in standard deviations from the mean.</param>
/// <param name="B">The upper limit in standard deviations from the mean.</param>
[Op("truncated_gaussian_random", "-> Out", NoGradient = "Its result is random.")]
public sealed record TruncatedGaussianRandomOp(Shape Shape, DType Dtype, double Mean = 0, double Std = 1, int Seed = 0, double A = -2, double B = 2) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Dtype.IsFloating, $"normal numbers cannot be {Dtype}.", "Use a floating point type.");
        c.Require(Std >= 0 && A < B, $"the standard deviation {Std} or the limits {A} and {B} are not possible.");
        c["Out"] = new TensorMeta(Shape, Dtype);
    }
}

/// <summary>Out = uniformly distributed integers in [Low, High).</summary>
/// <param name="Shape">The dimensions.</param>
/// <param name="Low">The least number.</param>
/// <param name="High">The bound.</param>
/// <param name="Dtype">The element type.</param>
/// <param name="Seed">A seed of its own; 0 for the next part of the default sequence.</param>
[Op("randint", "-> Out", NoGradient = "Its result is random.")]
public sealed record RandintOp(Shape Shape, long Low, long High, DType Dtype, int Seed = 0) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Low < High, $"there is no integer from {Low} to below {High}.");
        c["Out"] = new TensorMeta(Shape, Dtype);
    }
}

/// <summary>Out = 0 to N − 1 in random order.</summary>
/// <param name="N">How many numbers.</param>
/// <param name="Dtype">The element type.</param>
/// <param name="Seed">A seed of its own; 0 for the next part of the default sequence.</param>
[Op("randperm", "-> Out", NoGradient = "Its result is random.")]
public sealed record RandpermOp(int N, DType Dtype, int Seed = 0) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(N >= 0, $"{N} numbers cannot be permuted.");
        c["Out"] = new TensorMeta(N, Dtype);
    }
}

/// <summary>Out = 1 with probability X, else 0.</summary>
[Op("bernoulli", "X -> Out", NoGradient = "Its result is random.")]
public sealed record BernoulliOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].DType.IsFloating, "probabilities must be floating point.");
        c["Out"] = c["X"];
    }
}

/// <summary>Out = Poisson distributed numbers with means X.</summary>
[Op("poisson", "X -> Out", NoGradient = "Its result is random.")]
public sealed record PoissonOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].DType.IsFloating, "means must be floating point.");
        c["Out"] = c["X"];
    }
}

/// <summary>Out = positions drawn with probabilities in proportion to the last axis of X.</summary>
/// <param name="NumSamples">How many positions for each row.</param>
/// <param name="Replacement">Whether one position may come more than once.</param>
[Op("multinomial", "X -> Out", NoGradient = "Its result is random.")]
public sealed record MultinomialOp(int NumSamples = 1, bool Replacement = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        c.Require(x.Shape.Rank is 1 or 2, "X must have one or two dimensions.");
        c.Require(x.DType.IsFloating, "probabilities must be floating point.");
        c.Require(NumSamples >= 1 && (Replacement || NumSamples <= x.Shape[^1]),
            $"{NumSamples} different positions cannot be drawn from {x.Shape[^1]}.", "Pass replacement: true.");
        c["Out"] = new TensorMeta(x.Shape.With(-1, NumSamples), DType.Int64);
    }
}
