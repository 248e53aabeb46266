namespace Trireme.Operators;

/// <summary>
/// Adam with Nesterov's momentum: μₜ = β₁(1 − ½·0.96^(t·MomentumDecay)), m̂ = μₜ₊₁·Moment1/(1 − Πμ·μₜ₊₁) + (1 − μₜ)·Grad/(1 − Πμ),
/// Param −= LearningRate · m̂ / (√(Moment2/(1 − β₂ᵗ)) + Epsilon).
/// </summary>
/// <remarks>The update of paddle.optimizer.NAdam; Dozat 2016. MomentumDecayPow is 0.96ᵗ⁻¹, MuProduct Πμ before the step.</remarks>
[Op("nadam", "Param, Grad, LearningRate, MomentumDecayPow, Beta2Pow, MuProduct, Moment1, Moment2 -> ParamOut, MomentumDecayPowOut, Beta2PowOut, MuProductOut, Moment1Out, Moment2Out",
    InPlace = "ParamOut=Param, MomentumDecayPowOut=MomentumDecayPow, Beta2PowOut=Beta2Pow, MuProductOut=MuProduct, Moment1Out=Moment1, Moment2Out=Moment2",
    NoGradient = "updates a parameter in place")]
public sealed record NadamOp(float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f, float MomentumDecay = 0.004f) : UpdateOp;
