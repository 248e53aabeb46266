using Trireme.NN;
using Trireme.Operators;
using Trireme.Optimizers;

namespace Trireme.Fluid;

/// <summary>Follow the regularized leader: sparse weights, rates that fall for each element by itself.</summary>
/// <remarks>Mirrors fluid.optimizer.FtrlOptimizer; McMahan et al. 2013.</remarks>
public sealed class FtrlOptimizer : Optimizers.Optimizer
{
    private readonly double _l1, _l2, _lrPower;

    /// <summary>The optimizer.</summary>
    /// <param name="learningRate">The rate, a schedule, or a variable that computes it; above 0.</param>
    /// <param name="l1">The L1 penalty; at least 0.</param>
    /// <param name="l2">The L2 penalty; at least 0.</param>
    /// <param name="lrPower">With which power of the sum of squares the rate falls; at most 0.</param>
    /// <param name="regularization">A penalty on large weights.</param>
    /// <param name="name">The optimizer's name.</param>
    /// <param name="parameterList">What to train in eager mode; a program knows its parameters.</param>
    /// <exception cref="InvalidArgumentException">A penalty is negative, or the power positive.</exception>
    public FtrlOptimizer(LearningRate learningRate, double l1 = 0.0, double l2 = 0.0, double lrPower = -0.5, WeightDecay? regularization = null, string? name = null,
        ParameterSet? parameterList = null)
        : base(learningRate, parameterList, regularization, Clip.Current, name)
    {
        if (!(l1 >= 0 && l2 >= 0 && lrPower <= 0))
            throw new InvalidArgumentException($"Ftrl: l1 {l1}, l2 {l2} and lrPower {lrPower} are not possible.", "Penalties are at least 0, the power at most 0.");
        (_l1, _l2, _lrPower) = (l1, l2, lrPower);
    }

    /// <inheritdoc/>
    protected override void Update(Parameter param, Tensor grad, Tensor rate, ParameterGroup group)
        => new FtrlOp((float)_l1, (float)_l2, (float)_lrPower).ApplyAll(param, Accumulator("squared", param), Accumulator("linear", param), grad, rate);
}
