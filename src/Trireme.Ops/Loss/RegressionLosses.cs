using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>(input − label)², element by element.</summary>
    /// <param name="input">The prediction.</param>
    /// <param name="label">The target; broadcasts with <paramref name="input"/>.</param>
    /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.square_error_cost.</remarks>
    public static Tensor SquareErrorCost(Tensor input, Tensor label) => new SquareErrorCostOp().Apply(input, label);

    /// <summary>The squared error.</summary>
    /// <param name="input">The prediction.</param>
    /// <param name="label">The target; broadcasts with <paramref name="input"/>.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.mse_loss.</remarks>
    public static Tensor MseLoss(Tensor input, Tensor label, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("mse_loss", reduction);
        return LossReduction.Apply(SquareErrorCost(input, label), reduction);
    }

    /// <summary>The absolute error.</summary>
    /// <param name="input">The prediction.</param>
    /// <param name="label">The target; broadcasts with <paramref name="input"/>.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.l1_loss.</remarks>
    public static Tensor L1Loss(Tensor input, Tensor label, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("l1_loss", reduction);
        return LossReduction.Apply(new L1LossOp().Apply(input, label), reduction);
    }

    /// <summary>The Huber loss: d² / 2 where |d| is below delta, else delta · |d| − delta² / 2.</summary>
    /// <param name="input">The prediction.</param>
    /// <param name="label">The target.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="delta">Where the square turns into a line; positive.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.smooth_l1_loss.</remarks>
    public static Tensor SmoothL1Loss(Tensor input, Tensor label, string reduction = "mean", float delta = 1f, string? name = null)
    {
        LossReduction.Check("smooth_l1_loss", reduction);
        if (!(delta > 0))
            throw new InvalidArgumentException($"smooth_l1_loss: delta is {delta}.", "It must be positive.");
        return LossReduction.Apply(new HuberLossOp(delta).Apply(input, label), reduction);
    }

    /// <summary>The negative log-likelihood of a normal distribution with mean <paramref name="input"/>.</summary>
    /// <param name="input">The predicted mean.</param>
    /// <param name="label">The target.</param>
    /// <param name="variance">The predicted variance; not negative. [.., 1], [..] or the shape of <paramref name="input"/>.</param>
    /// <param name="full">Whether the constant log(2π) / 2 is added.</param>
    /// <param name="epsilon">The least variance; positive.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.gaussian_nll_loss.</remarks>
    public static Tensor GaussianNllLoss(Tensor input, Tensor label, Tensor variance, bool full = false, float epsilon = 1e-6f, string reduction = "mean", string? name = null)
    {
        LossReduction.Check("gaussian_nll_loss", reduction);
        if (!(epsilon > 0))
            throw new InvalidArgumentException($"gaussian_nll_loss: epsilon is {epsilon}.", "It must be positive.");
        if (variance.Ndim == input.Ndim - 1 && variance.Shape == input.Shape[..^1])
            variance = variance.Unsqueeze(-1);
        Tensor loss = new GaussianNllLossOp(epsilon).Apply(input, label, variance);
        return LossReduction.Apply(full ? loss + (0.5 * Math.Log(2 * Math.PI)) : loss, reduction);
    }

    /// <summary>The negative log-likelihood of a Poisson distribution whose rate, or its logarithm, is <paramref name="input"/>.</summary>
    /// <param name="input">The predicted rate or its logarithm.</param>
    /// <param name="label">The counts.</param>
    /// <param name="logInput">Whether <paramref name="input"/> is a logarithm.</param>
    /// <param name="full">Whether Stirling's approximation of log(label!) is added.</param>
    /// <param name="epsilon">Added to the rate before its logarithm is taken; positive.</param>
    /// <param name="reduction">mean, sum or none.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or options do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.poisson_nll_loss.</remarks>
    public static Tensor PoissonNllLoss(Tensor input, Tensor label, bool logInput = true, bool full = false, float epsilon = 1e-8f, string reduction = "mean",
        string? name = null)
    {
        LossReduction.Check("poisson_nll_loss", reduction);
        if (!(epsilon > 0))
            throw new InvalidArgumentException($"poisson_nll_loss: epsilon is {epsilon}.", "It must be positive.");
        return LossReduction.Apply(new PoissonNllLossOp(logInput, full, epsilon).Apply(input, label), reduction);
    }
}
