namespace Trireme.Operators;

/// <summary>
/// Velocity = Mu · Velocity + r · (Grad + LarsWeightDecay · Param); Param −= Velocity. The rate r is LearningRate · LarsCoeff · ‖Param‖ / (‖Grad‖ +
/// LarsWeightDecay · ‖Param‖), or LearningRate where one of the three is 0.
/// </summary>
/// <remarks>The update of fluid.optimizer.LarsMomentum; You et al. 2017.</remarks>
[Op("lars_momentum", "Param, Grad, Velocity, LearningRate -> ParamOut, VelocityOut", InPlace = "ParamOut=Param, VelocityOut=Velocity",
    NoGradient = "updates a parameter in place")]
public sealed record LarsMomentumOp(float Mu, float LarsCoeff = 0.001f, float LarsWeightDecay = 0.0005f) : UpdateOp;
