namespace Trireme.Operators;

/// <summary>InfNorm = max(|Grad|, Beta2 · InfNorm + Epsilon); Param −= LearningRate / (1 − Beta1Pow) · Moment / InfNorm.</summary>
/// <remarks>The update of paddle.optimizer.Adamax; Kingma and Ba 2015, section 7.1.</remarks>
[Op("adamax", "Param, Grad, LearningRate, Moment, InfNorm, Beta1Pow -> ParamOut, MomentOut, InfNormOut", InPlace = "ParamOut=Param, MomentOut=Moment, InfNormOut=InfNorm",
    NoGradient = "updates a parameter in place")]
public sealed record AdamaxOp(float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f) : UpdateOp;
