namespace Trireme.Operators;

/// <summary>
/// Adam whose step is rectified while the variance is known from few gradients: with ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ) above 5,
/// Param −= LearningRate · m̂ · √(((ρ−4)(ρ−2)ρ∞)/((ρ∞−4)(ρ∞−2)ρ)) · √(1 − β₂ᵗ)/(√Moment2 + Epsilon); before that, Param −= LearningRate · m̂.
/// </summary>
/// <remarks>The update of paddle.optimizer.RAdam; Liu et al. 2020. Rho holds 2tβ₂ᵗ/(1 − β₂ᵗ) after the step before.</remarks>
[Op("radam", "Param, Grad, LearningRate, Beta1Pow, Beta2Pow, Rho, Moment1, Moment2 -> ParamOut, Beta1PowOut, Beta2PowOut, RhoOut, Moment1Out, Moment2Out",
    InPlace = "ParamOut=Param, Beta1PowOut=Beta1Pow, Beta2PowOut=Beta2Pow, RhoOut=Rho, Moment1Out=Moment1, Moment2Out=Moment2",
    NoGradient = "updates a parameter in place")]
public sealed record RadamOp(float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f) : UpdateOp;
